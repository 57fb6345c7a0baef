package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;
import org.entente.exchange.Failure;
import org.entente.journal.JournalException;
import org.entente.node.Logs;
import org.entente.node.Node;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. Runs one command and ends with its {@link ExitCode}. */
@Command(
        name = "entente",
        synopsisSubcommandLabel = "COMMAND",
        description = "Exchange between organisations under signed memoranda.",
        footer = {
            "",
            "A command that works on a node takes its folder as --dir DIR, or from ENTENTE_DIR.",
            "'./entente test' in a checkout of the sources runs all tests.",
            "Exit codes: 0 done, 1 something was found, 2 wrong usage; the rest is in docs/operators.md."
        })
public final class Main {
    /** Wide enough for our longest descriptions, narrow enough for a terminal. */
    private static final int HELP_WIDTH = 100;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "say how the command is used")
    boolean help;

    /** A command, made when it is needed: making all of them would be half the time that a node takes to start. */
    private record Entry(String name, Supplier<CommandLine> make) {}

    /** In the order in which a person meets them. */
    private static final List<Entry> COMMANDS = List.of(
            new Entry("init", () -> single(NodeCommands.class, "init")),
            new Entry("config", () -> new CommandLine(new ConfigCommand())),
            new Entry("serve", () -> single(NodeCommands.class, "serve")),
            new Entry("status", () -> single(NodeCommands.class, "status")),
            new Entry("partner", () -> new CommandLine(new PartnerCommand())),
            new Entry("token", () -> new CommandLine(new TokenCommand())),
            new Entry("memorandum", () -> new CommandLine(new MemorandumCommand())),
            new Entry("rules", () -> new CommandLine(new RulesCommand())),
            new Entry("contract", () -> new CommandLine(new ContractCommand())),
            new Entry("approval", () -> new CommandLine(new ApprovalCommand())),
            new Entry("consent", () -> new CommandLine(new ConsentCommand())),
            new Entry("collection", () -> new CommandLine(new CollectionCommand())),
            new Entry("inbox", () -> new CommandLine(new InboxCommand())),
            new Entry("import", () -> single(DataCommands.class, "import")),
            new Entry("explain", () -> single(DataCommands.class, "explain")),
            new Entry("account", () -> single(DataCommands.class, "account")),
            new Entry("pull", () -> single(DataCommands.class, "pull")),
            new Entry("feed", () -> new CommandLine(new FeedCommand())),
            new Entry("taxii", () -> new CommandLine(new TaxiiCommand())),
            new Entry("stix", () -> new CommandLine(new StixCommand())),
            new Entry("conformance", () -> new CommandLine(new ConformanceCommand())),
            new Entry("fsck", () -> single(FsckCommand.class, "fsck")),
            new Entry("demo", () -> new CommandLine(new DemoCommand())),
            new Entry("bench", () -> new CommandLine(new BenchCommand())));

    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        int code = run(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments);
        System.exit(code);
    }

    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(new FileOutputStream(to), UTF_8)));
    }

    /** Runs the command and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            return commandLine(arguments).setOut(out).setErr(err).execute(arguments);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** With the command that the arguments begin with, or with all where they begin with none. */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        List<Entry> named = COMMANDS.stream()
                .filter(entry -> arguments.length > 0 && entry.name().equals(arguments[0]))
                .toList();
        for (Entry entry : named.isEmpty() ? COMMANDS : named) {
            line.addSubcommand(entry.make().get());
        }
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, _) -> misused(e));
        line.setExecutionExceptionHandler((e, at, _) -> failed(e, at.getErr()));
        return line;
    }

    /** One command that a static method of that class is. */
    private static CommandLine single(Class<?> commands, String name) {
        for (Method method : CommandLine.getCommandMethods(commands, null)) {
            if (method.getAnnotation(Command.class).name().equals(name)) {
                return new CommandLine(method);
            }
        }
        throw new IllegalStateException("there is no command of this name");
    }

    private static int misused(ParameterException e) {
        CommandLine at = e.getCommandLine();
        PrintWriter err = at.getErr();
        err.println("entente: " + Table.printable(String.valueOf(e.getMessage())));
        err.println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    private static int failed(Exception e, PrintWriter err) {
        return switch (e) {
            case Failure failure -> failed(failure, err);
            case JournalException journal -> failed(Node.failure(journal), err);
            default -> {
                err.println("entente: This is a bug in Entente. The next line says where; please report it.");
                err.flush();
                Logs.install(Level.ERROR);
                System.getLogger("org.entente.cli").log(Level.ERROR, "A command met a bug.", e);
                yield ExitCode.BUG.number();
            }
        };
    }

    private static int failed(Failure failure, PrintWriter err) {
        err.println("entente: " + Table.printable(String.valueOf(failure.getMessage())));
        failure.fields().forEach((name, value) -> err.println("  " + Table.printable(name + ": " + value)));
        return ExitCode.of(failure.code()).number();
    }
}
