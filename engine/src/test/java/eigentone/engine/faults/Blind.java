package eigentone.engine.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test that no wrong program can make fail, and why that is right.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Blind {
    String value();
}
