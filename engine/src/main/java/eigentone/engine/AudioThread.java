package eigentone.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks what runs on the audio thread, which must be done before the next block is due.
///
/// A marked method, and everything it can reach, never allocates, boxes, throws, locks, waits, logs
/// or does I/O; whatever can fail is checked before, in a constructor or in `prepare`. It runs on
/// one thread at a time, and what it touches belongs to that thread while it runs.
///
/// On a type it marks every method that the type declares, but not its constructors; on an
/// interface method it holds for every implementation. A bytecode test reads the annotation and
/// walks all that is reachable from it. A method marked neither [AudioThread] nor [ControlThread]
/// may be called on any thread.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AudioThread {}
