/**
 * Consoles for bringing devices up, one for each kind ({@link org.etclane.lane.workbench.console.BenchKind}): what an engineer types becomes
 * commands, what the device says becomes lines.
 *
 * <p>{@link org.etclane.lane.workbench.console.BenchConsole} and {@link org.etclane.lane.workbench.console.ConsoleSession} are pure: lines,
 * events and times in, commands and lines out, so they are tested without a terminal. {@code ConsoleLoop} runs a session on the thread
 * {@code bench} beside the one that reads lines; {@code JLineScreen} is the only class that knows a terminal.
 *
 * <p>Imports as the package around it, and JLine.
 */
package org.etclane.lane.workbench.console;
