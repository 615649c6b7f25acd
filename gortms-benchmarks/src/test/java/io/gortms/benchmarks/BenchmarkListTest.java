package io.gortms.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH's list of benchmarks is written by an annotation processor, which a build can lose without an error. */
class BenchmarkListTest {

    @Test
    void everyBenchmarkClassIsInTheList() throws Exception {
        Set<String> listed = benchmarks().stream()
                .map(BenchmarkListEntry::getUserClassQName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isNotEmpty().isEqualTo(benchmarkClasses());
    }

    @Test
    void everyBenchmarkHasARawOneBesideIt() {
        Set<String> topics = benchmarks().stream()
                .map(BenchmarkListEntry::getUserClassQName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> withRaw = benchmarks().stream()
                .filter(entry -> entry.getUsername().endsWith(".raw"))
                .map(BenchmarkListEntry::getUserClassQName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(withRaw).isEqualTo(topics);
    }

    private static Set<BenchmarkListEntry> benchmarks() {
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of(), List.of());
    }

    private static Set<String> benchmarkClasses() throws IOException, URISyntaxException {
        Path classes = Path.of(PublishBenchmark.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("io/gortms/benchmarks");
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\w+Benchmark\\.class"))
                    .map(name -> "io.gortms.benchmarks." + name.substring(0, name.length() - ".class".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
