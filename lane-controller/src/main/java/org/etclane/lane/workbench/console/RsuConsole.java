package org.etclane.lane.workbench.console;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.Plate;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.spi.Text;
import org.etclane.lane.config.DeviceLoader;

/**
 * RSU (天线): initialise, see which OBUs are heard, read one, write an entry to a test card, debit nothing from one.
 *
 * <p>Never takes money: the only debit is one of 0 fen, and the transit record that goes with it is the one that was read. Afterwards the
 * balance is compared. An OBU that nobody asked for is sent away, so that the RSU goes on searching.
 */
final class RsuConsole implements BenchConsole {
    static final String TEST_CARD = "test-card";
    static final long DIALOGUE_MS = 5_000;
    private static final int DEFAULT_SEARCH_MS = 10_000;
    private static final int DEFAULT_WAIT_MS = 30_000;
    private static final long FORGET_MS = 10_000;
    private static final int REMEMBERED = 50;
    private static final String NO_TAC = "00000000";
    private static final String HEX_ID = "[0-9a-fA-F]{8}";

    private final DeviceLoader.Surroundings lane;
    private final Supplier<LocalDateTime> localTime;
    private final Map<ObuId, Heard> heard = new LinkedHashMap<>();
    private Optional<Task> task = Optional.empty();
    private Optional<Dialogue> dialogue = Optional.empty();
    private Anew anew = new Anew(false, 0, false);
    private HealthEvent.State state = HealthEvent.State.DOWN;

    private enum Goal { INIT, SEARCH, READ, ENTRY, DEBIT }

    /** @param only an OBU that is meant, or any */
    private record Task(Goal goal, long untilNanos, Optional<ObuId> only, Optional<TransitRecord> entry) {
    }

    /** Which RSU is the one that was asked to begin anew. @param downs of the line before @param wasUp it had to go down first */
    private record Anew(boolean wasUp, long downs, boolean ready) {
    }

    private record Heard(int times, long lastNanos) {
    }

    /** What has been read of the OBU that is being served; the card stands once a write is under way. */
    private record Dialogue(ObuInfo obu, Optional<VehicleFile> vehicle, Optional<CardFile> written) {
    }

    /** @param localTime time of purchase, in the lane's zone */
    RsuConsole(DeviceLoader.Surroundings lane, Supplier<LocalDateTime> localTime) {
        this.lane = lane;
        this.localTime = localTime;
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.plain("init", "", new Text("takes the line down and up, so that the RSU is initialised anew; tells who it is", "重开线路，重新初始化天线")),
                Verb.device("search", "[S]", new Text("lists the OBUs that are heard for S seconds (10)", "S秒内列出读到的标签（10）"), "search 30"),
                Verb.device("read", "[OBU]", new Text("waits for an OBU, reads vehicle and card, lets it go", "等待标签，读取车辆与卡信息后放行"), "read",
                        "read 01020304"),
                Verb.device("entry", "[NETWORK STATION LANE]", new Text("writes an entry to the next OBU's card; without words what was read is "
                        + "written back", "向下一标签的卡写入口信息；不带参数则原样写回"), "entry", "entry 3701 12 1").after(TEST_CARD),
                Verb.device("debit", "", new Text("debits 0 fen from the next OBU's card, tells the TAC, compares the balance", "对下一标签的卡做0元消费，显示TAC并核对余额"))
                        .after(TEST_CARD),
                Verb.device("antenna", "on|off", new Text("opens or closes the antenna", "开关天线"), "antenna off").of("on", "off"));
    }

    @Override
    public List<Confirmation> confirmations() {
        return List.of(new Confirmation(TEST_CARD, new Text("This writes to the card of whichever OBU is heard: let only a test OBU with a test card be "
                + "within reach of the antenna.", "将写入被读到的标签内的卡：天线范围内只能有测试标签和测试卡。"), true));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        switch (typed.verb()) {
            case "init" -> {
                typed.atMost(0);
                begin(Goal.INIT, nowNanos, ConsoleSession.PATIENCE_MS, Optional.empty(), Optional.empty());
                anew = new Anew(desk.statistics().up(), desk.statistics().downs(), false);
                desk.restart("initialised anew");
            }
            case "search" -> {
                typed.atMost(1);
                heard.clear();
                begin(Goal.SEARCH, nowNanos, typed.ms(0, "S", 3600, DEFAULT_SEARCH_MS), Optional.empty(), Optional.empty());
            }
            case "read" -> {
                typed.atMost(1);
                begin(Goal.READ, nowNanos, DEFAULT_WAIT_MS, only(typed), Optional.empty());
                askForObu(desk);
            }
            case "entry" -> {
                begin(Goal.ENTRY, nowNanos, DEFAULT_WAIT_MS, Optional.empty(), entry(typed));
                askForObu(desk);
            }
            case "debit" -> {
                if (!typed.words().isEmpty()) {
                    throw new Typed.Misuse("there is no amount here: a bench debits 0 fen and nothing else", "不能带金额：此处只做0元消费");
                }
                begin(Goal.DEBIT, nowNanos, DEFAULT_WAIT_MS, Optional.empty(), Optional.empty());
                askForObu(desk);
            }
            default -> {
                typed.atMost(1);
                desk.tell(new RsuCommand.SwitchAntenna(typed.oneOf(0, "on", "off").equals("on")));
                desk.settle();
            }
        }
    }

    private static Optional<ObuId> only(Typed typed) throws Typed.Misuse {
        if (typed.word(0).isPresent() && !typed.words().getFirst().matches(HEX_ID)) {
            throw new Typed.Misuse("OBU is \"" + typed.rest() + "\", allowed: 8 hexadecimal digits", "标签号为“" + typed.rest() + "”，应为8位十六进制");
        }
        return typed.word(0).map(hex -> new ObuId((int) Long.parseLong(hex, 16)));
    }

    /** The record that a test entry writes; vehicle class and plate are filled in when they are read. */
    private Optional<TransitRecord> entry(Typed typed) throws Typed.Misuse {
        if (typed.words().isEmpty()) {
            return Optional.empty();
        }
        typed.atMost(3);
        if (!typed.words().getFirst().matches("[0-9]{4}")) {
            throw new Typed.Misuse("NETWORK is \"" + typed.words().getFirst() + "\", allowed: 4 digits", "路网为“" + typed.words().getFirst()
                    + "”，应为4位数字");
        }
        return Optional.of(TransitRecord.etcEntry(lane.transitLayout(), typed.words().getFirst(), typed.whole(1, "STATION", 0, 65_535, -1),
                typed.whole(2, "LANE", 1, 255, -1), localTime.get().atZone(lane.zone()).toEpochSecond(), 0,
                new Plate("", 0), 0, 0, 0));
    }

    private void begin(Goal goal, long nowNanos, long forMs, Optional<ObuId> only, Optional<TransitRecord> entry) {
        dialogue = Optional.empty();
        task = Optional.of(new Task(goal, nowNanos + forMs * NANOS_PER_MS, only, entry));
    }

    private void askForObu(Desk desk) {
        desk.say(new Text("hold the OBU before the antenna; Ctrl-C gives up", "请将标签置于天线前；Ctrl-C放弃"));
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case RsuEvent rsu -> rsu(nowNanos, rsu, desk);
            case HealthEvent health -> {
                state = health.state();
                boolean initialising = task.filter(now -> now.goal == Goal.INIT).isPresent();
                if (initialising) {
                    initialised(desk);
                } else if (task.isPresent() && state == HealthEvent.State.DOWN) {
                    end();
                    desk.failed(EventWords.health(health));
                }
            }
            case SecurityEvent _, BarrierEvent _, LoopEvent _, InputEvent _, ScaleEvent _ -> { }
        }
    }

    private void rsu(long nowNanos, RsuEvent event, Desk desk) {
        switch (event) {
            case RsuEvent.Ready ready -> {
                desk.live(ready.atNanos(), RsuWords.ready(ready.identity()));
                dialogue = Optional.empty();
                if (task.filter(now -> now.goal == Goal.INIT).isPresent()) {
                    LinkStatistics line = desk.statistics();
                    boolean since = (!anew.wasUp || line.downs() > anew.downs) && ready.atNanos() >= line.changedNanos();
                    anew = new Anew(anew.wasUp, anew.downs, since);
                    initialised(desk);
                }
            }
            case RsuEvent.Restarted restarted -> desk.live(restarted.atNanos(), new Text("the RSU has restarted", "天线已重启"));
            case RsuEvent.ObuFound found -> found(nowNanos, found, desk);
            case RsuEvent.VehicleRead read -> vehicleRead(read, desk);
            case RsuEvent.CardRead read -> cardRead(nowNanos, read, desk);
            case RsuEvent.Completed completed -> completed(completed, desk);
            case RsuEvent.StepFailed failed -> stepFailed(failed, desk);
        }
    }

    /** Said to be ready since the line went down, and not down any more. */
    private void initialised(Desk desk) {
        if (anew.ready && state != HealthEvent.State.DOWN) {
            end();
            desk.done();
        }
    }

    private void found(long nowNanos, RsuEvent.ObuFound found, Desk desk) {
        ObuId id = found.obu().id();
        Heard before = heard.get(id);
        boolean news = before == null || nowNanos - before.lastNanos > FORGET_MS * NANOS_PER_MS;
        heard.remove(id);
        heard.put(id, new Heard(before == null ? 1 : before.times + 1, nowNanos));
        if (heard.size() > REMEMBERED) {
            heard.remove(heard.keySet().iterator().next());
        }
        boolean wanted = task.filter(now -> now.goal != Goal.INIT && now.goal != Goal.SEARCH)
                .filter(now -> now.only.isEmpty() || now.only.get().equals(id)).isPresent();
        boolean free = dialogue.isEmpty() || dialogue.get().written.isEmpty();
        if (news || wanted) {
            desk.live(found.atNanos(), RsuWords.found(found.obu()));
        }
        if (wanted && free) {
            dialogue = Optional.of(new Dialogue(found.obu(), Optional.empty(), Optional.empty()));
            desk.tell(new RsuCommand.ReadOn(id, factor(found.obu())));
        } else {
            desk.tell(new RsuCommand.Abandon(id));
        }
    }

    private static Bytes factor(ObuInfo obu) {
        return Bytes.concat(obu.issuer().slice(0, 4), obu.issuer().slice(0, 4));
    }

    private Optional<Dialogue> with(ObuId obu) {
        return dialogue.filter(open -> open.obu.id().equals(obu));
    }

    private void vehicleRead(RsuEvent.VehicleRead read, Desk desk) {
        Optional<Dialogue> open = with(read.obu());
        if (open.isEmpty() || open.get().written.isPresent()) {
            desk.tell(new RsuCommand.Abandon(read.obu()));
            return;
        }
        if (open.get().vehicle.isEmpty()) { // a repeated frame is answered again and told once
            desk.live(read.atNanos(), RsuWords.vehicle(read.vehicle()));
        }
        dialogue = Optional.of(new Dialogue(open.get().obu, Optional.of(read.vehicle()), Optional.empty()));
        desk.tell(new RsuCommand.ReadOn(read.obu(), factor(open.get().obu)));
    }

    private void cardRead(long nowNanos, RsuEvent.CardRead read, Desk desk) {
        Optional<Dialogue> open = with(read.obu());
        if (open.isEmpty() || task.isEmpty()) {
            desk.tell(new RsuCommand.Abandon(read.obu()));
            return;
        }
        if (open.get().written.isPresent()) {
            desk.tell(new RsuCommand.Acknowledge()); // the card once more while its write is under way
            return;
        }
        RsuWords.card(read.card(), lane.transitLayout()).forEach(line -> desk.live(read.atNanos(), line));
        switch (task.get().goal) {
            case READ -> {
                desk.tell(new RsuCommand.Abandon(read.obu()));
                end();
                desk.done();
            }
            case ENTRY, DEBIT -> write(nowNanos, open.get(), read, desk);
            case INIT, SEARCH -> desk.tell(new RsuCommand.Abandon(read.obu()));
        }
    }

    private void write(long nowNanos, Dialogue open, RsuEvent.CardRead read, Desk desk) {
        Optional<IssueFile> issue = IssueFile.parse(read.card().issueFile());
        Optional<TransitRecord> same = TransitRecord.parse(read.card().transitFile(), lane.transitLayout());
        if (issue.isEmpty() || same.isEmpty()) {
            desk.tell(new RsuCommand.Abandon(read.obu()));
            end();
            desk.failed(new Text("nothing was written: the card's files are not of a known length", "未写卡：卡文件长度未知"));
            return;
        }
        Task now = task.orElseThrow();
        LocalDateTime time = localTime.get().truncatedTo(ChronoUnit.SECONDS);
        Bytes transit = now.entry.map(wanted -> entryOf(wanted, open)).orElse(same.get()).body40();
        dialogue = Optional.of(new Dialogue(open.obu, open.vehicle, Optional.of(read.card())));
        task = Optional.of(new Task(now.goal, nowNanos + DIALOGUE_MS * NANOS_PER_MS, now.only, now.entry));
        desk.tell(now.goal == Goal.DEBIT ? new RsuCommand.Debit(read.obu(), issue.get().factor(), 0, time, transit)
                : new RsuCommand.WriteEntry(read.obu(), issue.get().factor(), time, transit));
    }

    private TransitRecord entryOf(TransitRecord wanted, Dialogue open) {
        return open.vehicle.map(vehicle -> TransitRecord.etcEntry(lane.transitLayout(), wanted.network(), wanted.station(), wanted.lane(),
                wanted.entrySeconds(), vehicle.vehicleClass(), vehicle.plate(), 0, 0, 0)).orElse(wanted);
    }

    private void completed(RsuEvent.Completed event, Desk desk) {
        Optional<Dialogue> open = with(event.obu()).filter(one -> one.written.isPresent());
        desk.live(event.atNanos(), RsuWords.result(event.result()));
        if (open.isEmpty() || task.isEmpty()) {
            desk.tell(new RsuCommand.Acknowledge());
            return;
        }
        CardFile before = open.get().written.orElseThrow();
        Bytes factor = IssueFile.parse(before.issueFile()).map(IssueFile::factor).orElse(factor(open.get().obu));
        Goal goal = task.get().goal;
        desk.tell(new RsuCommand.Release(event.obu(), factor));
        end();
        long afterFen = event.result().balanceFen();
        if (afterFen >= 0 && afterFen != before.balanceFen()) {
            desk.failed(new Text("THE PURSE HAS CHANGED: " + RsuWords.yuan(before.balanceFen()) + " before, " + RsuWords.yuan(afterFen) + " after",
                    "余额已变化：之前" + RsuWords.yuan(before.balanceFen()) + "，之后" + RsuWords.yuan(afterFen)));
        } else if (goal == Goal.DEBIT && (event.result().tac().isEmpty() || event.result().tac().equals(NO_TAC))) {
            desk.failed(new Text("the RSU gave no TAC", "天线未给出TAC"));
        } else {
            desk.say(afterFen < 0 ? new Text("written; the RSU does not tell the balance afterwards: read the card again", "已写入；天线未给出余额，请重新读卡")
                    : new Text("written; the purse is as it was: " + RsuWords.yuan(afterFen) + " yuan", "已写入；余额不变：" + RsuWords.yuan(afterFen) + "元"));
            desk.done();
        }
    }

    private void stepFailed(RsuEvent.StepFailed event, Desk desk) {
        desk.tell(new RsuCommand.Abandon(event.obu()));
        if (with(event.obu()).isPresent() && task.isPresent()) {
            end();
            desk.failed(RsuWords.failed(event));
        } else {
            desk.live(event.atNanos(), RsuWords.failed(event));
        }
    }

    private void end() {
        task = Optional.empty();
        dialogue = Optional.empty();
    }

    @Override
    public void due(long nowNanos, Desk desk) {
        Task late = task.orElseThrow();
        boolean writing = dialogue.filter(open -> open.written.isPresent()).isPresent();
        end();
        switch (late.goal) {
            case INIT -> desk.failed(new Text("not initialised within " + ConsoleSession.PATIENCE_MS / 1000 + " s; look at status and trace",
                    ConsoleSession.PATIENCE_MS / 1000 + "秒内未完成初始化，请看status和trace"));
            case SEARCH -> {
                heard.forEach((obu, one) -> desk.say(new Text("  OBU " + obu + ": " + one.times + " times", "  标签" + obu + "：" + one.times + "次")));
                desk.say(new Text(heard.size() + " OBUs heard", "读到标签" + heard.size() + "个"));
                desk.done();
            }
            case READ, ENTRY, DEBIT -> desk.failed(writing
                    ? new Text("no result within " + DIALOGUE_MS / 1000 + " s; what the card did is NOT KNOWN: read it again",
                            DIALOGUE_MS / 1000 + "秒内无结果；卡内结果未知，请重新读卡")
                    : new Text("no OBU was read within " + DEFAULT_WAIT_MS / 1000 + " s", DEFAULT_WAIT_MS / 1000 + "秒内未读到标签"));
        }
    }

    @Override
    public long nextDueNanos() {
        return task.map(Task::untilNanos).orElse(NEVER);
    }

    @Override
    public void interrupt(long nowNanos, Desk desk) {
        end();
        desk.failed(INTERRUPTED);
    }
}
