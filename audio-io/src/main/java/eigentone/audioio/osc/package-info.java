/// Open Sound Control 1.0 over UDP: the instrument's knobs, notes and presets for other programs.
///
/// The codec is our own: it is as long as this sentence deserves, refuses what is too deep or too
/// large before it is built, and keeps time tags; the usual library brings a logging framework and
/// leaves those limits to its user.
@NullMarked
package eigentone.audioio.osc;

import org.jspecify.annotations.NullMarked;
