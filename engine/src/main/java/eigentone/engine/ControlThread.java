package eigentone.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks what only the control thread may call: it may allocate, lock, wait and throw.
///
/// The control thread builds plans, reads files and answers the user; it speaks to the audio thread
/// through lock-free rings. A method that is reachable from an [AudioThread] method must not carry
/// this mark, and the same bytecode test holds that. On a type it marks every method that the type
/// declares.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ControlThread {}
