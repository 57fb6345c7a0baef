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
            return commandLine().setOut(out).setErr(err).execute(arguments);
        } finally {
            out.flush();
            err.flush();
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        commands().forEach(line::addSubcommand);
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, _) -> misused(e));
        line.setExecutionExceptionHandler((e, at, _) -> failed(e, at.getErr()));
        return line;
    }

    /** In the order in which a person meets them. */
    private static List<CommandLine> commands() {
        return List.of(
                single(NodeCommands.class, "init"),
                group(new ConfigCommand()),
                single(NodeCommands.class, "serve"),
                single(NodeCommands.class, "status"),
                group(new PartnerCommand()),
                group(new TokenCommand()),
                group(new MemorandumCommand()),
                group(new RulesCommand()),
                group(new ContractCommand()),
                single(DataCommands.class, "import"),
                single(DataCommands.class, "explain"),
                single(DataCommands.class, "account"),
                single(DataCommands.class, "pull"),
                group(new FeedCommand()),
                group(new StixCommand()),
                single(FsckCommand.class, "fsck"),
                group(new DemoCommand()));
    }

    private static CommandLine group(Object commands) {
        return new CommandLine(commands);
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
