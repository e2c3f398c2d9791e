package eigentone.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    private static Piece piece(String name, int content, int frames) {
        float[] values = new float[frames];
        values[frames - 1] = content;
        return new NextStep(new DenseSequence(name, 1, values));
    }

    /// Every third piece has its copy under another name.
    private static List<Piece> withCopies(int count) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add(piece("piece " + i, i, 1500 + i));
            if (i % 3 == 0) {
                pieces.add(piece("copy " + i, i, 1500 + i));
            }
        }
        return pieces;
    }

    private static Set<String> contents(List<Piece> pieces) {
        Set<String> set = new HashSet<>();
        pieces.forEach(p -> set.add(Fingerprint.of(p)));
        return set;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noContentIsInTwoSetsAndNothingIsLost(long seed) {
        List<Piece> pieces = withCopies(60);
        Split split = Split.random(pieces, 0.2, 0.1, seed);
        Set<String> all = contents(split.train());
        assertThat(all.addAll(contents(split.valid()))).isTrue();
        assertThat(contents(split.train())).doesNotContainAnyElementsOf(contents(split.valid()));
        assertThat(all).doesNotContainAnyElementsOf(contents(split.test()));
        assertThat(split.train().size() + split.valid().size() + split.test().size())
                .isEqualTo(pieces.size());
        double share = split.valid().size() / (double) pieces.size();
        assertThat(share).isBetween(0.19, 0.26);
        assertThat(split).isEqualTo(Split.random(pieces, 0.2, 0.1, seed));
        assertThat(split.valid()).isNotEqualTo(Split.random(pieces, 0.2, 0.1, seed + 1).valid());
        assertThat(split.train())
                .isEqualTo(pieces.stream().filter(split.train()::contains).toList());
    }

    @Test
    void tooFewDifferentPiecesAreRefused() {
        List<Piece> same = List.of(piece("a", 1, 5), piece("b", 1, 5), piece("c", 1, 5));
        assertThatThrownBy(() -> Split.random(same, 0.1, 0.1, 1))
                .hasMessageContaining("expected more different pieces than 1");
        assertThatThrownBy(() -> Split.random(same, 0.6, 0.6, 1))
                .hasMessageContaining("below 1 together, got 0.6 and 0.6");
        assertThat(Split.random(same, 0, 0, 1).train()).isEqualTo(same);
    }

    @Test
    void ofGivenSetsTheTestSetStaysWhole() {
        List<Piece> train = List.of(piece("a", 1, 5), piece("b", 2, 5), piece("c", 3, 5));
        List<Piece> valid = List.of(piece("d", 2, 5), piece("e", 4, 5));
        List<Piece> test = List.of(piece("f", 3, 5), piece("g", 4, 5));
        Split split = Split.given(train, valid, test);
        assertThat(split.test()).isEqualTo(test);
        assertThat(split.valid()).extracting(Piece::name).containsExactly("d");
        assertThat(split.train()).extracting(Piece::name).containsExactly("a");
        assertThat(split.left()).isEqualTo(3);
        assertThatThrownBy(() -> Split.given(test, valid, test))
                .hasMessageContaining("expected pieces to learn from");
    }

    @Test
    void aFingerprintSeesEveryEntryAndNoName() {
        assertThat(Fingerprint.of(piece("a", 1, 3000)))
                .isEqualTo(Fingerprint.of(piece("b", 1, 3000)))
                .isNotEqualTo(Fingerprint.of(piece("a", 2, 3000)))
                .isNotEqualTo(Fingerprint.of(piece("a", 1, 3001)));
    }
}
