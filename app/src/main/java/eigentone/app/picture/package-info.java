/// A picture of a render: its waveform, its spectrogram, its figures.
@NullMarked
package eigentone.app.picture;

import org.jspecify.annotations.NullMarked;
