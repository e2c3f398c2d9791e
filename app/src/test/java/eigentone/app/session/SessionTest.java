package eigentone.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    @TempDir Path folder;

    private final List<String> told = new ArrayList<>();

    private Session open(boolean resume) {
        return new Session(folder, resume, told::add);
    }

    private static final Tweak PAD = new Tweak.Choose("pad", Map.of("mix", 0.5));
    private static final Tweak BIND =
            new Tweak.Bind(List.of(new Mapping(-1, 74, "cutoff"), new Mapping(3, 1030, "a.b")));

    @Test
    void everythingThatWasSetIsThereAfterwards() {
        SessionState left;
        try (Session s = open(false)) {
            s.tweak(PAD);
            s.tweak(new Tweak.Turn("cutoff", 1200.5));
            s.tweak(new Tweak.Turn("cutoff", 1e-12));
            s.tweak(new Tweak.Turn("filter.q", -0.1));
            s.tweak(new Tweak.Turn("mix", null));
            s.tweak(BIND);
            s.tweak(new Tweak.Tempo(117.3));
            left = s.state();
        }
        assertThat(left.values()).isEqualTo(Map.of("cutoff", 1e-12, "filter.q", -0.1));
        assertThat(left.mappings()).hasSize(2);
        try (Session s = open(true)) {
            assertThat(s.state()).isEqualTo(left);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void undoneTweaksStayUndoneAfterwards() {
        try (Session s = open(false)) {
            s.tweak(PAD);
            s.tweak(new Tweak.Turn("cutoff", 3.0));
            assertThat(s.undo()).isEqualTo(List.of(new Tweak.Turn("cutoff", null)));
        }
        try (Session s = open(true)) {
            assertThat(s.state()).isEqualTo(SessionState.NONE.with(PAD));
        }
    }

    @Test
    void sessionThatBeginsAnewPutsTheOldOneAside() throws IOException {
        try (Session s = open(false)) {
            s.tweak(PAD);
        }
        try (Session s = open(false)) {
            assertThat(s.state()).isEqualTo(SessionState.NONE);
        }
        assertThat(folder.resolve(Session.BEFORE)).content().contains("pad");
    }

    @Test
    void tornLineIsNotThereAndADamagedOneEndsTheJournal() throws IOException {
        try (Session s = open(false)) {
            s.tweak(PAD);
            s.tweak(new Tweak.Tempo(100));
        }
        Path file = folder.resolve(Session.FILE);
        String whole = Files.readString(file);
        Files.writeString(file, "{\"turn\":\"cutoff\",\"val", StandardOpenOption.APPEND);
        try (Session s = open(true)) {
            assertThat(s.state().beatsPerMinute()).isEqualTo(100);
        }
        assertThat(told).isEmpty();
        for (String damage :
                List.of("x\n", "{}\n", "\n", "{\"turn\":\"c\",\"value\":\"much\"}\n", "7\n")) {
            Files.writeString(file, whole + damage + "{\"tempo\":50}\n");
            told.clear();
            try (Session s = open(true)) {
                assertThat(s.state().beatsPerMinute()).as(damage).isEqualTo(100);
            }
            assertThat(told).as(damage).singleElement().asString().contains("goes on");
        }
    }

    @Test
    void anyBeginningOfAJournalCanBeResumed() throws IOException {
        try (Session s = open(false)) {
            s.tweak(PAD);
            s.tweak(BIND);
            s.tweak(new Tweak.Turn("é", 1.0));
        }
        Path file = folder.resolve(Session.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (int n = 0; n < whole.length; n++) {
            Files.write(file, java.util.Arrays.copyOf(whole, n));
            assertThat(SessionJournal.read(file, told::add)).isNotNull();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void secondSessionInTheSameFolderPlaysButIsNotKept() {
        try (Session first = open(false)) {
            first.tweak(PAD);
            try (Session second = open(true)) {
                second.tweak(new Tweak.Tempo(99));
                assertThat(second.state().beatsPerMinute()).isEqualTo(99);
            }
            assertThat(told).singleElement().asString().contains("another Eigentone");
        }
        try (Session s = open(true)) {
            assertThat(s.state()).isEqualTo(SessionState.NONE.with(PAD));
        }
    }

    @Test
    void folderThatCannotBeIsToldAndTheSessionGoesOn() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        try (Session s = new Session(file.resolve("state"), true, told::add)) {
            s.tweak(PAD);
            assertThat(s.state().preset()).isEqualTo("pad");
        }
        assertThat(told).singleElement().asString().contains("not kept");
    }
}
