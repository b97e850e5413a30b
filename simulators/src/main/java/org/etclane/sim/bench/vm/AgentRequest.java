package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.etclane.device.gpio.GpioRole;

/** What the agent inside the machine is asked to do; one at a time, each has one {@link AgentReply}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "ask")
public sealed interface AgentRequest {

    /** A program, to its end. Answered by {@link AgentReply.Ran}. */
    record Run(List<String> command, long patienceMs) implements AgentRequest {
        public Run {
            command = List.copyOf(command);
        }
    }

    /** A program that goes on, under a name; its output goes to the file. Answered by {@link AgentReply.Started}. */
    record Start(String name, List<String> command, String log) implements AgentRequest {
        public Start {
            command = List.copyOf(command);
        }
    }

    /** @param hard SIGKILL instead of SIGTERM */
    record Signal(String name, boolean hard) implements AgentRequest {
    }

    /** Until that program has ended. Answered by {@link AgentReply.Ended}, or {@link AgentReply.Failed} when it goes on. */
    record Await(String name, long patienceMs) implements AgentRequest {
    }

    /** A verb of a lane's control socket. Answered by {@link AgentReply.Said}. */
    record Ask(String socket, String verb) implements AgentRequest {
    }

    /** Answered by {@link AgentReply.Contents}. */
    record Fetch(String file) implements AgentRequest {
    }

    /**
     * Joins lines of the simulated chip to the road outside; once.
     *
     * @param port  where the road waits, outside
     * @param chip  folder of the chip's lines
     * @param lines numbers on the chip
     */
    record Wire(int port, String chip, Map<GpioRole, Integer> lines) implements AgentRequest {
        public Wire {
            lines = Map.copyOf(lines);
        }
    }

    /**
     * The next time this output goes high that program is killed (SIGKILL) at once, and the chip behaves as one that keeps a level when
     * whoever drove it has died. Needs {@link Wire}.
     */
    record StrikeAtRise(GpioRole output, String name) implements AgentRequest {
    }
}
