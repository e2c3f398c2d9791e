package eigentone.engine.graph;

import eigentone.engine.language.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The connections of a patch: checked, filed under what they lead to, and the late ones found.
final class Wiring {
    private final Patch patch;
    private final Map<String, Draft> drafts;
    private final List<Connection> intoOutput = new ArrayList<>();
    private final Set<Connection> late = new HashSet<>();

    /// Files every connection of `patch`: in `into` and `bound` of its draft.
    ///
    /// @param drafts the nodes by id, in the order of the patch
    /// @throws IllegalArgumentException naming the connection and what is wrong
    Wiring(Patch patch, Map<String, Draft> drafts) {
        this.patch = patch;
        this.drafts = drafts;
        for (Connection c : patch.connections()) {
            file(c);
        }
    }

    /// Note and clock move at events only; everything else is a signal.
    static boolean drivesByFrame(String source) {
        return !source.equals(Endpoint.NOTE) && !source.equals(Endpoint.CLOCK);
    }

    private void file(Connection c) {
        String source = c.from().node(), destination = c.to().node();
        if (drivesByFrame(source) && !source.equals(Endpoint.INPUT)) {
            draft(c, source).output(c.from());
        }
        if (destination.equals(Endpoint.OUTPUT)) {
            if (!drivesByFrame(source) || !c.to().port().equals("in")) {
                throw new IllegalArgumentException(
                        "connection %s to %s: expected a signal to 'out'"
                                .formatted(c.from(), c.to()));
            }
            if (c.delayFrames() > 0) {
                throw new IllegalArgumentException(
                        "connection %s to %s: only a cable that closes a cycle may have a delay"
                                .formatted(c.from(), c.to()));
            }
            checkWidths(c, patch.outputChannels());
            intoOutput.add(c);
            return;
        }
        Draft d = draft(c, destination);
        if (!drivesByFrame(source)) {
            bind(c, d);
            return;
        }
        for (Slot.Input p : d.program.inputs()) {
            if (p.name().equals(c.to().port())) {
                checkWidths(c, p.width());
                d.into.get(p.index()).add(c);
                return;
            }
        }
        throw new IllegalArgumentException(
                "connection %s to %s: expected an input among %s or a control among %s, got '%s'"
                        .formatted(
                                c.from(),
                                c.to(),
                                d.program.inputs().stream().map(Slot::name).toList(),
                                d.program.controls().stream().map(Slot::name).toList(),
                                c.to().port()));
    }

    /// A control that a signal drives too has become an input as well.
    private static void bind(Connection c, Draft d) {
        for (Slot.Control k : d.program.controls()) {
            if (k.name().equals(c.to().port())) {
                d.knobs.get(k.index()).bound().add(c);
                source(c);
                return;
            }
        }
        throw new IllegalArgumentException(
                "connection %s to %s: expected a control of '%s' among %s; '%s' drives controls only"
                        .formatted(
                                c.from(),
                                c.to(),
                                d.id(),
                                d.program.controls().stream().map(Slot::name).toList(),
                                c.from().node()));
    }

    /// What drives a knob, as [Knobs] counts it.
    static int source(Connection c) {
        if (c.from().node().equals(Endpoint.CLOCK)) {
            if (!c.from().port().equals("tempo")) {
                throw new IllegalArgumentException(
                        "connection from %s: expected clock.tempo".formatted(c.from()));
            }
            return Knobs.TEMPO_SOURCE;
        }
        return NoteSource.of(c.from().port()).ordinal();
    }

    private Draft draft(Connection c, String node) {
        Draft d = drafts.get(node);
        if (d == null) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a node among %s, got '%s'"
                            .formatted(c.from(), c.to(), drafts.keySet(), node));
        }
        return d;
    }

    private void checkWidths(Connection c, int width) {
        boolean input = c.from().node().equals(Endpoint.INPUT);
        int sourceWidth =
                input ? patch.inputChannels() : draft(c, c.from().node()).output(c.from()).width();
        if (input && sourceWidth == 0) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a patch with audio input, this one has 0 input channels"
                            .formatted(c.from(), c.to()));
        }
        if (c.from().channel() >= sourceWidth) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected a channel in 0..%d, got %d"
                            .formatted(c.from(), c.to(), sourceWidth - 1, c.from().channel()));
        }
        if (c.to().channel() >= 0) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected all channels of the destination; choose channels at the source"
                            .formatted(c.from(), c.to()));
        }
        int coming = c.from().channel() >= 0 ? 1 : sourceWidth;
        if (coming != width && coming != 1) {
            throw new IllegalArgumentException(
                    "connection %s to %s: expected 1 or %d channels, got %d; choose one by %s[0]"
                            .formatted(c.from(), c.to(), width, coming, c.from()));
        }
    }

    /// The outputs of `members` that others read, as `node.port`.
    Set<String> readOutside(List<Draft> members) {
        Set<String> read = new HashSet<>();
        for (Connection c : patch.connections()) {
            boolean from = members.contains(drafts.get(c.from().node()));
            if (from && !members.contains(drafts.get(c.to().node()))) {
                read.add(c.from().node() + "." + c.from().port());
            }
        }
        return read;
    }

    /// What leads to the output, in the order of the patch.
    List<Connection> intoOutput() {
        return intoOutput;
    }

    /// Whether `c` closes a cycle, once [#components()] has found them.
    boolean isLate(Connection c) {
        return late.contains(c);
    }

    /// Nodes that feed each other, or one that no cycle passes.
    ///
    /// @param chunkFrames the longest stretch in which a cycle may run; 0 outside cycles
    record Component(List<Draft> members, int chunkFrames) {}

    /// The nodes in the order of their work.
    ///
    /// @throws IllegalArgumentException when a cable outside cycles has a delay
    List<Component> components() {
        List<Draft> list = new ArrayList<>(drafts.values());
        boolean[][] edge = new boolean[list.size()][list.size()];
        for (int to = 0; to < list.size(); to++) {
            for (List<Connection> port : list.get(to).into) {
                for (Connection c : port) {
                    if (!c.from().node().equals(Endpoint.INPUT)) {
                        edge[list.indexOf(drafts.get(c.from().node()))][to] = true;
                    }
                }
            }
        }
        List<Component> components = new ArrayList<>();
        for (List<Integer> c : Components.inOrder(edge)) {
            List<Draft> members = c.stream().map(list::get).toList();
            components.add(new Component(members, chunkFrames(members)));
        }
        return components;
    }

    /// Within a cycle, a cable is late that leads to the same or an earlier node.
    private int chunkFrames(List<Draft> members) {
        int chunk = Integer.MAX_VALUE;
        for (int m = 0; m < members.size(); m++) {
            for (List<Connection> port : members.get(m).into) {
                for (Connection c : port) {
                    if (members.indexOf(drafts.get(c.from().node())) >= m) {
                        late.add(c);
                        chunk = Math.min(chunk, Math.max(1, c.delayFrames()));
                    } else if (c.delayFrames() > 0) {
                        throw new IllegalArgumentException(
                                "connection %s to %s: only a cable that closes a cycle may have a delay; use a 'delay' node"
                                        .formatted(c.from(), c.to()));
                    }
                }
            }
        }
        return chunk == Integer.MAX_VALUE ? 0 : chunk;
    }
}
