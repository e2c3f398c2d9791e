package eigentone.app.train;

import static eigentone.app.picture.PlotSvg.escaped;

import eigentone.app.console.Progress;
import eigentone.app.console.TrainingProgress;
import eigentone.app.picture.Plot;
import eigentone.app.picture.PlotSvg;
import eigentone.audioio.file.SafeWrite;
import eigentone.audioio.file.SoundFormat;
import eigentone.models.data.PianoRoll;
import eigentone.models.recipe.Key;
import eigentone.models.recipe.TrainingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The page about a training: scores, curves, sounds, spectra, recipe. One file that needs no other
/// and no network.
final class ReportPage {
    /// Longer sounds would make a page of many megabytes.
    private static final double SOUND_SECONDS = 5;

    private static final String STYLE =
            """
            body{background:#0e1116;color:#c9d1d9;font:15px/1.5 system-ui,sans-serif;margin:2rem auto;\
            max-width:980px;padding:0 1rem}
            h1,h2{color:#f2f5f8;font-weight:600}
            table{border-collapse:collapse}
            td,th{padding:.2rem 1rem .2rem 0;text-align:left}
            pre{background:#151a21;border:1px solid #39424e;padding:.7rem;overflow:auto}
            svg{width:100%;height:auto;font-family:system-ui,sans-serif}
            audio{vertical-align:middle;width:24rem}
            a{color:#7cc4f5}
            """;

    private final TrainingSession session;
    private final TrainingFolder folder;
    private final TrainResult result;
    private final StringBuilder page = new StringBuilder();

    private ReportPage(TrainingSession session, TrainingFolder folder, TrainResult result) {
        this.session = session;
        this.folder = folder;
        this.result = result;
    }

    static void write(TrainingSession session, TrainingFolder folder, TrainResult result)
            throws IOException {
        ReportPage page = new ReportPage(session, folder, result);
        SafeWrite.text(folder.report(), page.text());
    }

    private String text() throws IOException {
        String name = escaped(session.recipe().text(Key.NAME));
        add(
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>\n<style>%s</style></head><body>\n<h1>%s</h1>\n",
                name, STYLE, name);
        scores();
        add("<h2>Loss</h2>\n%s", PlotSvg.of(TrainingFolder.losses(session)));
        if (session.recipe().isMusic()) {
            score();
        } else {
            sounds();
        }
        about();
        return page.append("</body></html>\n").toString();
    }

    private void scores() {
        add(
                "<h2>Scores of the best epoch, %d of %d</h2>\n<table>",
                result.bestEpoch(), result.epochs());
        if (result.scores().isEmpty()) {
            add("<tr><td>not measured, since the training was stopped</td></tr>");
        }
        boolean first = true;
        for (Map.Entry<String, Map<String, Double>> set : result.scores().entrySet()) {
            if (first) {
                add("<tr><th></th>");
                set.getValue().keySet().forEach(metric -> add("<th>%s</th>", metric));
                add("</tr>\n");
                first = false;
            }
            add("<tr><th>%s</th>", set.getKey());
            set.getValue().values().forEach(v -> add("<td>%.6g</td>", v));
            add("</tr>\n");
        }
        add("</table>\n");
    }

    private void sounds() throws IOException {
        double rateHz = session.data().sampleRateHz();
        SoundPreview p = Previews.sound(session, SOUND_SECONDS);
        add("<h2>Sound</h2>\n<table>\n");
        sound("input", p.input(), rateHz);
        sound("target", p.target(), rateHz);
        sound("model", p.output(), rateHz);
        sound("error", p.error(), rateHz);
        add("</table>\n<h2>Spectrum</h2>\n");
        Plot plot =
                Plot.spectra(
                        "spectra",
                        "",
                        rateHz / 2,
                        List.of(
                                curve("error", Plot.ERROR, p.error(), rateHz),
                                curve("target", Plot.TRAIN, p.target(), rateHz),
                                curve("model", Plot.VALID, p.output(), rateHz)));
        page.append(PlotSvg.of(plot));
    }

    private static Plot.Curve curve(String name, int colour, float[] samples, double rateHz) {
        Spectrum s = Spectrum.of(samples, rateHz);
        return new Plot.Curve(name, colour, s.hz(), s.db(), -1);
    }

    private void sound(String name, float[] samples, double rateHz) throws IOException {
        Path file = Files.createTempFile(folder.path(), ".report", ".wav");
        try {
            SoundPreview.write(file, SoundFormat.WAV_16, samples, rateHz);
            add(
                    "<tr><th>%s</th><td><audio controls src=\"%s\"></audio></td></tr>\n",
                    name, data("audio/wav", Files.readAllBytes(file)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void score() throws IOException {
        PianoRoll roll = Previews.score(session);
        add(
                "<h2>A score that it made up</h2>\n<p><a download=\"preview.mid\" href=\"%s\">preview.mid</a></p>\n",
                data("audio/midi", Previews.midi(session).toBytes(1)));
        if (Files.exists(folder.previewSound())) {
            add(
                    "<audio controls src=\"%s\"></audio>\n",
                    data("audio/wav", Files.readAllBytes(folder.previewSound())));
        }
        add(
                "<svg viewBox=\"0 0 %d %d\" style=\"background:#151a21\">\n",
                8 * roll.frames(), 4 * PianoRoll.KEYS);
        for (int t = 0; t < roll.frames(); t++) {
            for (int k = 0; k < PianoRoll.KEYS; k++) {
                if (roll.sounds(t, PianoRoll.LOWEST_PITCH + k)) {
                    add(
                            "<rect x=\"%d\" y=\"%d\" width=\"8\" height=\"4\" fill=\"#7cc4f5\"/>",
                            8 * t, 4 * (PianoRoll.KEYS - 1 - k));
                }
            }
        }
        add("\n</svg>\n");
    }

    private void about() {
        add("<h2>How it was made</h2>\n<table>\n");
        row(
                "network",
                "%s, %d layers of %d units, %d parameters"
                        .formatted(
                                session.network().cell(),
                                session.network().layers(),
                                session.network().units(),
                                result.parameters()));
        session.data().lines().forEach(line -> row("data", line));
        session.data().notes().forEach(note -> row("note", note));
        double seconds = session.history().stream().mapToDouble(e -> e.seconds()).sum();
        row("time", Progress.clock(seconds) + " of training");
        row("speed", TrainingProgress.thousands(result.samplesPerSecond()) + " samples a second");
        row("ended by", result.end());
        row("licence", session.recipe().text(Key.LICENCE));
        add("</table>\n<pre>%s</pre>\n", escaped(session.recipe().text()));
    }

    private void row(String name, String text) {
        add("<tr><th>%s</th><td>%s</td></tr>\n", name, escaped(text));
    }

    private static String data(String type, byte[] content) {
        return "data:%s;base64,%s".formatted(type, Base64.getEncoder().encodeToString(content));
    }

    private void add(String form, Object... values) {
        page.append(String.format(Locale.ROOT, form, values));
    }
}
