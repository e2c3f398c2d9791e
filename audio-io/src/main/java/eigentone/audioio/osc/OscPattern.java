package eigentone.audioio.osc;

/// Whether an address pattern means an address: `?` is one character, `*` any number, `[a-c]` and
/// `[!a-c]` one of a set, `{one,two}` one of several words; none of them crosses a `/`.
///
/// Source: Wright, "The Open Sound Control 1.0 Specification" (2002), "OSC Message Dispatching and
/// Pattern Matching".
final class OscPattern {
    /// What a pattern may cost; nobody's address is so hard to match.
    private static final int MOST_STEPS = 2000;

    private final String pattern;
    private final String address;
    private int steps;

    private OscPattern(String pattern, String address) {
        this.pattern = pattern;
        this.address = address;
    }

    static boolean isPattern(String address) {
        return address.chars().anyMatch(c -> "?*[]{}".indexOf(c) >= 0);
    }

    static boolean matches(String pattern, String address) {
        return new OscPattern(pattern, address).from(0, 0);
    }

    /// @param p,a how far both have been read
    private boolean from(int p, int a) {
        while (p < pattern.length()) {
            if (++steps > MOST_STEPS) {
                return false;
            }
            char c = pattern.charAt(p);
            if (c == '*') {
                return anyNumber(p + 1, a);
            }
            if (c == '{') {
                return oneWord(p, a);
            }
            if (a == address.length()) {
                return false;
            }
            char x = address.charAt(a);
            if (c == '[') {
                int end = pattern.indexOf(']', p);
                if (end < 0 || x == '/' || !isOneOf(p + 1, end, x)) {
                    return false;
                }
                p = end;
            } else if (c == '?' ? x == '/' : x != c) {
                return false;
            }
            p++;
            a++;
        }
        return a == address.length();
    }

    private boolean anyNumber(int p, int a) {
        for (int end = a; ; end++) {
            if (from(p, end)) {
                return true;
            }
            if (end == address.length() || address.charAt(end) == '/' || steps > MOST_STEPS) {
                return false;
            }
        }
    }

    private boolean oneWord(int p, int a) {
        int close = pattern.indexOf('}', p);
        if (close < 0) {
            return false;
        }
        for (String word : pattern.substring(p + 1, close).split(",", -1)) {
            if (address.startsWith(word, a) && from(close + 1, a + word.length())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOneOf(int begin, int end, char x) {
        boolean not = begin < end && pattern.charAt(begin) == '!';
        boolean found = false;
        for (int i = not ? begin + 1 : begin; i < end; i++) {
            char low = pattern.charAt(i);
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                found |= x >= low && x <= pattern.charAt(i + 2);
                i += 2;
            } else {
                found |= x == low;
            }
        }
        return found != not;
    }
}
