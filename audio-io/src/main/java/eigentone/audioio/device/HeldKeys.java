package eigentone.audioio.device;

/// The keys and pedals that a source of MIDI holds down, so that they can be let go when it
/// vanishes: it will not do so itself any more. One thread at a time.
final class HeldKeys {
    /// Where messages go.
    interface To {
        void message(int status, int data1, int data2);
    }

    private static final int CHANNELS = 16;
    private static final int KEYS = 128;
    private static final int NOTE_OFF = 0x80;
    private static final int NOTE_ON = 0x90;
    private static final int CONTROLLER = 0xb0;
    private static final int SUSTAIN = 64;
    private static final int SOSTENUTO = 66;
    private static final int HALF = 64;

    /// All sound off; from here on, the other messages of the mode end all notes too, but for the
    /// next two.
    private static final int SOUND_OFF = 120;

    private static final int NOTES_OFF = 123;

    private final boolean[] down = new boolean[CHANNELS * KEYS];
    private final boolean[] sustained = new boolean[CHANNELS];
    private final boolean[] sostenuto = new boolean[CHANNELS];

    /// One message of the source.
    void follow(int status, int firstByte, int data2) {
        int channel = status & 15, kind = status & 0xf0, data1 = firstByte & 0x7f;
        if (kind == NOTE_ON || kind == NOTE_OFF) {
            down[channel * KEYS + data1] = kind == NOTE_ON && data2 > 0;
        } else if (kind == CONTROLLER && data1 == SUSTAIN) {
            sustained[channel] = data2 >= HALF;
        } else if (kind == CONTROLLER && data1 == SOSTENUTO) {
            sostenuto[channel] = data2 >= HALF;
        } else if (kind == CONTROLLER && (data1 == SOUND_OFF || data1 >= NOTES_OFF)) {
            for (int key = 0; key < KEYS; key++) {
                down[channel * KEYS + key] = false;
            }
        }
    }

    /// Lets everything go, pedals first.
    void release(To to) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            if (sustained[channel]) {
                to.message(CONTROLLER | channel, SUSTAIN, 0);
            }
            if (sostenuto[channel]) {
                to.message(CONTROLLER | channel, SOSTENUTO, 0);
            }
            sustained[channel] = false;
            sostenuto[channel] = false;
            for (int key = 0; key < KEYS; key++) {
                if (down[channel * KEYS + key]) {
                    down[channel * KEYS + key] = false;
                    to.message(NOTE_OFF | channel, key, HALF);
                }
            }
        }
    }
}
