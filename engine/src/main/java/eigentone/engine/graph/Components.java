package eigentone.engine.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/// The strongly connected components of a directed graph, in an order in which each comes after all
/// that feed it; ties go to the component with the lowest vertex.
///
/// Source: R. Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM J. Comput. 1(2), 1972.
final class Components {
    private final boolean[][] edge;
    private final int n;
    private final int[] number;
    private final int[] low;
    private final int[] component;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private final List<List<Integer>> found = new ArrayList<>();
    private int count;

    private Components(boolean[][] edge) {
        this.edge = edge;
        n = edge.length;
        number = new int[n];
        low = new int[n];
        component = new int[n];
        Arrays.fill(component, -1);
    }

    /// @param edge whether `edge[from][to]`
    static List<List<Integer>> inOrder(boolean[][] edge) {
        Components c = new Components(edge);
        for (int v = 0; v < c.n; v++) {
            if (c.number[v] == 0) {
                c.visit(v);
            }
        }
        return c.order();
    }

    private void visit(int v) {
        number[v] = low[v] = ++count;
        stack.push(v);
        for (int w = 0; w < n; w++) {
            if (!edge[v][w]) {
                continue;
            }
            if (number[w] == 0) {
                visit(w);
                low[v] = Math.min(low[v], low[w]);
            } else if (component[w] < 0) {
                low[v] = Math.min(low[v], number[w]);
            }
        }
        if (low[v] == number[v]) {
            List<Integer> members = new ArrayList<>();
            int w;
            do {
                w = stack.pop();
                component[w] = found.size();
                members.add(w);
            } while (w != v);
            Collections.sort(members);
            found.add(members);
        }
    }

    private List<List<Integer>> order() {
        int[] waiting = new int[found.size()];
        forCrossing((a, b) -> waiting[b]++);
        PriorityQueue<List<Integer>> ready =
                new PriorityQueue<>((x, y) -> Integer.compare(x.getFirst(), y.getFirst()));
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] == 0) {
                ready.add(found.get(i));
            }
        }
        List<List<Integer>> result = new ArrayList<>();
        while (!ready.isEmpty()) {
            List<Integer> next = ready.remove();
            result.add(next);
            int id = component[next.getFirst()];
            forCrossing((a, b) -> {
                if (a == id && --waiting[b] == 0) {
                    ready.add(found.get(b));
                }
            });
        }
        return result;
    }

    private interface Crossing {
        void edge(int fromComponent, int toComponent);
    }

    private void forCrossing(Crossing crossing) {
        for (int v = 0; v < n; v++) {
            for (int w = 0; w < n; w++) {
                if (edge[v][w] && component[v] != component[w]) {
                    crossing.edge(component[v], component[w]);
                }
            }
        }
    }
}
