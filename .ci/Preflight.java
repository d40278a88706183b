import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Checks files against PDF/A-1b: java -cp "/usr/share/java/*" .ci/Preflight.java FILE... prints what fails. */
public class Preflight {
    public static void main(String[] files) {
        Logger.getLogger("").setLevel(Level.OFF);
        if (files.length == 0) {
            System.err.println("no files to check");
            System.exit(2);
        }
        System.setErr(new PrintStream(OutputStream.nullOutputStream())); // the libraries' talk about logging
        int failed = 0;
        for (String name : files) {
            Set<String> errors = new LinkedHashSet<>();
            try {
                check(name, errors);
            } catch (Exception e) {
                errors.add(e.toString());
            }
            if (!errors.isEmpty()) {
                failed++;
                errors.forEach(e -> System.out.println(name + ": " + e));
            }
        }
        System.out.println(files.length + " files, " + failed + " not PDF/A-1b");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void check(String name, Set<String> errors) throws Exception {
        PreflightParser parser = new PreflightParser(new File(name));
        ValidationResult result;
        try {
            parser.parse();
            try (var document = parser.getPreflightDocument()) {
                document.validate();
                result = document.getResult();
            }
        } catch (SyntaxValidationException e) {
            result = e.getResult();
        }
        if (!result.isValid()) {
            result.getErrorsList().forEach(e -> errors.add(e.getErrorCode() + " " + e.getDetails()));
        }
    }
}
