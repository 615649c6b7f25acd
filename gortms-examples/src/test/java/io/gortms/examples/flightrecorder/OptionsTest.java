package io.gortms.examples.flightrecorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void listensForTwentySecondsByDefault() {
        assertThat(Options.parse())
                .isEqualTo(new Options(
                        Path.of("gortms-data/flight-recorder"), Duration.ofSeconds(20), null, false, false));
    }

    @Test
    void takesEachOption() {
        assertThat(Options.parse("--seconds", "3", "--data", "here").length()).isEqualTo(Duration.ofSeconds(3));
        assertThat(Options.parse("--seconds", "3", "--data", "here").data()).isEqualTo(Path.of("here"));
        assertThat(Options.parse("--input", "-").input()).isEqualTo(Options.STANDARD_INPUT);
        assertThat(Options.parse("--replay").replay()).isTrue();
        assertThat(Options.parse("--help").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--what, there is no option '--what'",
        "--data, --data needs a value",
        "--seconds 2, '--seconds is at least 3, not 2'",
        "--seconds soon, '--seconds is a whole number, not ''soon'''",
        "--replay --input -, --replay publishes nothing: leave out --input and --seconds",
        "--replay --seconds 9, --replay publishes nothing: leave out --input and --seconds",
        "--input - --seconds 9, --input ends when the input ends: leave out --seconds",
    })
    void saysWhatIsWrong(String commandLine, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(commandLine.split(" ")))
                .withMessage(message);
    }
}
