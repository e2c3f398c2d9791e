package eigentone.app.live;

import eigentone.audioio.device.AudioCallback;
import eigentone.audioio.device.Reconnecting;
import eigentone.audioio.device.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// Gives a device its instrument: makes it at first, and anew when the device comes back at another
/// rate.
final class StageOwner implements Reconnecting.Owner {
    private final Stage stage;
    private final String preset;
    private final Map<String, Double> settings;
    private double rateHz;

    /// @param settings knob's id or `node.control` to a value
    StageOwner(Stage stage, String preset, Map<String, Double> settings) {
        this.stage = stage;
        this.preset = preset;
        this.settings = settings;
    }

    @Override
    public AudioCallback callback(StreamInfo stream) {
        try {
            if (rateHz == 0) {
                stage.open(preset, settings, stream.rateHz());
            } else if (rateHz != stream.rateHz()) {
                stage.changeRate(stream.rateHz());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rateHz = stream.rateHz();
        return stage.callback();
    }

    @Override
    public void lost(String why) {
        stage.tell(why + "; the instrument runs on, and plays again when the device is back");
        // Keys that went up meanwhile were not heard.
        stage.releaseAll();
    }

    @Override
    public void back(StreamInfo stream) {
        stage.tell(
                "the device is back, at %.0f Hz in blocks of %d frames"
                        .formatted(stream.rateHz(), stream.blockFrames()));
    }
}
