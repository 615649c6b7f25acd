package io.gortms.proof.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Directories that a child cannot write to. */
public final class ReadOnly {

    private ReadOnly() {}

    /**
     * A command under which these directories are read-only: in a mount namespace for root, whom permissions do not stop,
     * or else by their permissions.
     *
     * @param working the one that the child works in
     */
    public static List<String> command(List<Path> directories, Path working) {
        if (!isRoot()) {
            directories.forEach(directory -> directory.toFile().setWritable(false));
            return List.of();
        }
        String mounts = directories.stream()
                .map(directory -> "mount --bind '" + directory + "' '" + directory + "' && mount -o remount,bind,ro '"
                        + directory + "' && ")
                .collect(Collectors.joining());
        return List.of("unshare", "--mount", "sh", "-c", mounts + "cd '" + working + "' && exec \"$@\"", "sh");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
