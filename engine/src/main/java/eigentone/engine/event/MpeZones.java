package eigentone.engine.event;

import eigentone.engine.AudioThread;

/// Which channels belong together: zones of MIDI Polyphonic Expression, each with a manager channel
/// and members.
///
/// The lower zone is managed by channel 0 and has members from 1 up, the upper one by 15 with
/// members from 14 down. The zone set last takes the channels it asks for, and the other keeps what
/// is left; one that has no member any more ends, as does one that is set to 0 members. Source:
/// MIDI Polyphonic Expression 1.1 (2022), M1-100-UM.
@AudioThread
final class MpeZones {
    static final int LOWER_MANAGER = 0;
    static final int UPPER_MANAGER = 15;

    /// Between the two managers.
    private static final int MEMBERS_OF_BOTH = 14;

    private int lower;
    private int upper;

    /// @param manager its channel, 0 or 15
    void set(int manager, int members) {
        int m = Math.min(members, 15);
        int rest = Math.max(0, MEMBERS_OF_BOTH - m);
        if (manager == LOWER_MANAGER) {
            lower = m;
            upper = m == 0 ? upper : Math.min(upper, rest);
        } else {
            upper = m;
            lower = m == 0 ? lower : Math.min(lower, rest);
        }
    }

    /// The manager of the zone that `channel` is in, itself perhaps, or -1.
    int manager(int channel) {
        if (lower > 0 && channel <= lower) {
            return LOWER_MANAGER;
        }
        return upper > 0 && channel >= UPPER_MANAGER - upper ? UPPER_MANAGER : -1;
    }

    boolean isMember(int channel) {
        int manager = manager(channel);
        return manager >= 0 && manager != channel;
    }

    /// Whether what `from` says holds for `channel`: its own, and a manager's for each member.
    boolean reaches(int from, int channel) {
        return from == channel || (manager(channel) == from);
    }
}
