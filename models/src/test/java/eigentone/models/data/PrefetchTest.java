package eigentone.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrefetchTest {
    private static final NextStep PIECE =
            new NextStep(new DenseSequence("s", 1, new float[] {1, 2, 3}));

    private static Batch batch(int number) {
        Batch.Segment s = new Batch.Segment(0, number % 3, 1, true);
        return Batch.of(List.of(PIECE), 1, List.of(s));
    }

    private static Iterator<Batch> many(int count, IntFunction<Batch> make) {
        return IntStream.range(0, count).mapToObj(make).iterator();
    }

    @Test
    void batchesComeInOrderFromAnotherThread() {
        List<Float> targets = new ArrayList<>();
        List<Thread> makers = new ArrayList<>();
        try (Prefetch p =
                new Prefetch(
                        many(
                                50,
                                i -> {
                                    makers.add(Thread.currentThread());
                                    return batch(i);
                                }),
                        2)) {
            while (p.hasNext()) {
                assertThat(p.hasNext()).isTrue();
                targets.add(p.next().targets()[0]);
            }
            assertThatThrownBy(p::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(targets).hasSize(50);
        assertThat(targets.subList(0, 4)).containsExactly(1f, 2f, 3f, 1f);
        assertThat(makers).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatFailsOverThereIsThrownHereInItsPlace() {
        Iterator<Batch> source =
                many(
                        5,
                        i -> {
                            if (i == 2) {
                                throw new IllegalStateException("disk");
                            }
                            return batch(i);
                        });
        try (Prefetch p = new Prefetch(source, 8)) {
            p.next();
            p.next();
            assertThatThrownBy(p::hasNext).hasMessage("disk");
            assertThatThrownBy(p::next).hasMessage("disk");
        }
    }

    @Test
    void noMoreThanTheDepthIsMadeAheadAndClosingEndsIt() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        Prefetch p =
                new Prefetch(
                        many(
                                1000,
                                i -> {
                                    made.incrementAndGet();
                                    three.countDown();
                                    return batch(i);
                                }),
                        2);
        three.await();
        p.close();
        assertThat(made.get()).isEqualTo(3); // two wait, one was being handed over
        assertThat(p.hasNext()).isFalse();
        p.close();
    }
}
