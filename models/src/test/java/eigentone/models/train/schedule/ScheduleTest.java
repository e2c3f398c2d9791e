package eigentone.models.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// What changes as training goes on.
final class ScheduleTest {
    private static final double EXACT = 1e-15;

    @Test
    void aCosineGoesDownFromFirstToLast() {
        Schedule cosine = new Schedule.Cosine(0.1, 0.02, 100);
        assertThat(cosine.rate(0)).isEqualTo(0.1);
        assertThat(cosine.rate(50)).isCloseTo(0.06, within(EXACT));
        // A third of the way is at cos 60 degrees = 1/2.
        assertThat(new Schedule.Cosine(0.1, 0.02, 99).rate(33)).isCloseTo(0.08, within(EXACT));
        assertThat(cosine.rate(100)).isCloseTo(0.02, within(EXACT));
        assertThat(cosine.rate(1_000_000)).isCloseTo(0.02, within(EXACT));
    }

    @Test
    void aWarmUpIsALineToTheSchedule() {
        Schedule warm = new Schedule.Constant(0.5).warmedUp(4);
        assertThat(new double[] {warm.rate(0), warm.rate(1), warm.rate(3), warm.rate(4)})
                .containsExactly(0.125, 0.25, 0.5, 0.5);
        assertThat(new Schedule.Constant(0.5).warmedUp(0).rate(0)).isEqualTo(0.5);
        Schedule both = new Schedule.Cosine(1, 0, 8).warmedUp(2);
        assertThat(both.rate(0)).isEqualTo(0.5);
        assertThat(both.rate(4)).isCloseTo(0.5, within(EXACT));
    }

    @Test
    void ratesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Schedule.Constant(-1))
                .hasMessage("constant 'rate': expected 0 or more, got -1.0");
        assertThatThrownBy(() -> new Schedule.Cosine(1, Double.NaN, 5))
                .hasMessage("cosine 'last': expected 0 or more, got NaN");
        assertThatThrownBy(() -> new Schedule.Cosine(1, 0, 0))
                .hasMessage("cosine 'steps': expected 1 or more, got 0");
    }

    @Test
    void samplingDecaysAsInThePaper() {
        ScheduledSampling linear = new ScheduledSampling.Linear(1, 0.25, 0.3);
        assertThat(new double[] {linear.truth(0), linear.truth(2), linear.truth(3)})
                .containsExactly(1, 0.5, 0.3);
        ScheduledSampling exponential = new ScheduledSampling.Exponential(0.5);
        assertThat(new double[] {exponential.truth(0), exponential.truth(3)})
                .containsExactly(1, 0.125);
        ScheduledSampling sigmoid = new ScheduledSampling.InverseSigmoid(100);
        assertThat(sigmoid.truth(0)).isCloseTo(100 / 101.0, within(EXACT));
        // k log k = 460.5
        assertThat(sigmoid.truth(460)).isGreaterThan(0.5);
        assertThat(sigmoid.truth(461)).isLessThan(0.5);
        assertThat(sigmoid.truth(1_000_000)).isZero();
        assertThatThrownBy(() -> new ScheduledSampling.InverseSigmoid(0.5))
                .hasMessageContaining("expected 1 or more steps");
    }

    @Test
    void theRateFallsOnAPlateau() {
        Plateau plateau = new Plateau(0.5, 2, 0.1, 0.2);
        assertThat(plateau.report(10)).isEqualTo(1);
        // A tenth of 10 is asked for: 9.5 is no better, 8 is.
        assertThat(plateau.report(9.5)).isEqualTo(1);
        assertThat(plateau.report(8)).isEqualTo(1);
        assertThat(plateau.report(8)).isEqualTo(1);
        assertThat(plateau.report(7.5)).isEqualTo(0.5);
        assertThat(plateau.report(Double.NaN)).isEqualTo(0.5);
        Plateau twin = new Plateau(0.5, 2, 0.1, 0.2);
        twin.restore(plateau.save());
        assertThat(twin.factor()).isEqualTo(0.5);
        assertThat(twin.report(8)).isEqualTo(0.25);
        assertThat(plateau.report(8)).isEqualTo(0.25);
        plateau.report(8);
        assertThat(plateau.report(8)).isEqualTo(0.2);
    }

    @Test
    void trainingStopsWhenPatienceIsOver() {
        EarlyStopping stopping = new EarlyStopping(2, 0);
        assertThat(stopping.report(3)).isEqualTo(EarlyStopping.Verdict.BEST);
        assertThat(stopping.report(3)).isEqualTo(EarlyStopping.Verdict.WAIT);
        assertThat(stopping.report(2)).isEqualTo(EarlyStopping.Verdict.BEST);
        assertThat(stopping.report(4)).isEqualTo(EarlyStopping.Verdict.WAIT);
        EarlyStopping twin = new EarlyStopping(2, 0);
        twin.restore(stopping.save());
        assertThat(stopping.report(4)).isEqualTo(EarlyStopping.Verdict.STOP);
        assertThat(twin.report(Double.NaN)).isEqualTo(EarlyStopping.Verdict.STOP);
        assertThat(twin.best()).isEqualTo(2);
        assertThat(twin.bestReport()).isEqualTo(3);
    }

    /// A log likelihood may be below 0, where "a part of the best" must still be a way down.
    @Test
    void lossesBelowZeroImproveDownwards() {
        Patience patience = new Patience(1, 0.1);
        assertThat(patience.report(-10)).isTrue();
        assertThat(patience.report(-10.5)).isFalse();
        assertThat(patience.report(-11.5)).isTrue();
    }
}
