/**
 * The virtual lane PC: a QEMU machine with Debian's kernel, several 16550 UARTs and a simulated GPIO chip, in which the lane runs as
 * packaged, while road, devices and station stay outside ({@code scripts/vm-bench}). It shows on real kernel drivers what
 * pseudo-terminals and mock lines cannot: jSerialComm on a tty driver, Pi4J with our provider on a gpiochip.
 *
 * <p>Outside: {@link org.etclane.sim.bench.vm.VmBench} makes the machine ({@link org.etclane.sim.bench.vm.Workshop},
 * {@link org.etclane.sim.bench.vm.GuestImage}, {@link org.etclane.sim.bench.vm.Qemu}), runs the proofs and tells what it saw
 * ({@link org.etclane.sim.bench.vm.VmReport}). UARTs are TCP connections to the simulated devices. Inside: an init script starts
 * {@link org.etclane.sim.bench.vm.GuestAgentMain}, which does what it is told over TCP and joins the chip's lines to the road
 * ({@link org.etclane.sim.bench.vm.GpioWires}); {@link org.etclane.sim.bench.vm.GpioChecksMain} tries the GPIO provider by itself.
 *
 * <p>May import everything of the bench, the lane's configuration and records, and the GPIO lines of the drivers. Blocks its callers;
 * everything simulated stays on the simulation's thread.
 */
package org.etclane.sim.bench.vm;
