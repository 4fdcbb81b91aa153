import Dewar
import Glibc
import Testing

@Suite struct ErrorMessageTests {
    @Test(
        arguments: [
            (
                DevelopmentProxyError.nginxMissing(),
                """
                nginx missing: there is no program 'nginx' in PATH, /usr/sbin or /usr/local/sbin. \
                Install it: sudo apt-get install nginx
                """
            ),
            (
                .portTaken(5000, at: "127.0.0.1", by: .process(812, name: "python3")),
                """
                port taken: 127.0.0.1:5000 belongs to process 812 (python3). \
                End it (kill 812) or take another port: --port 5001
                """
            ),
            (
                .portTaken(65535, at: "::1", by: .user("www-data")),
                """
                port taken: [::1]:65535 belongs to a process of user 'www-data' that only this user \
                and root may look at; to see it: sudo ss -ltnp 'sport = :65535'. \
                Take another port: --port 65534
                """
            ),
            (
                .portTaken(5000, at: "0.0.0.0", by: nil),
                """
                port taken: 0.0.0.0:5000 belongs to a process that cannot be seen from here \
                (in another container?); to look for it: sudo ss -ltnp 'sport = :5000'. \
                Take another port: --port 5001
                """
            ),
            (
                .portRefused(80, first: 1024),
                """
                port refused: only root may listen on a port below 1024, got 80. \
                Take one from there up: --port 5000
                """
            ),
            (
                .noPort(70000),
                "no port: ports are 1 to 65535 (0 stands for any that is free), got 70000."
            ),
            (
                .hostElsewhere(
                    "10.1.1.1", address: "10.1.1.1", own: ["127.0.0.1", "::1"], code: EADDRNOTAVAIL),
                """
                host elsewhere: '10.1.1.1' is no address of this machine (Cannot assign requested \
                address), which has 127.0.0.1, ::1. Take one of them, or all: --host 0.0.0.0
                """
            ),
            (
                .hostElsewhere(
                    "example.org", address: "192.0.2.1", own: ["127.0.0.1"], code: EADDRNOTAVAIL),
                """
                host elsewhere: 'example.org' (192.0.2.1) is no address of this machine (Cannot assign \
                requested address), which has 127.0.0.1. Take one of them, or all: --host 0.0.0.0
                """
            ),
            (
                .hostUnknown("nowhere", reason: "Name or service not known"),
                """
                host unknown: no address was found for 'nowhere' (Name or service not known). \
                Take an address of this machine: --host 127.0.0.1
                """
            ),
            (
                .folderFailed(parent: "/tmp", code: ENOSPC),
                """
                folder failed: cannot write in '/tmp' (No space left on device). \
                Name a folder for temporary files in TMPDIR.
                """
            ),
            (
                .startFailed("nginx", code: ENOENT),
                """
                start failed: cannot run 'nginx' through setpriv (No such file or directory). \
                If setpriv is missing: sudo apt-get install util-linux
                """
            ),
            (
                .nginxDied(reason: "unknown directive \"listne\""),
                "nginx failed: it ended before it took a connection: unknown directive \"listne\""
            ),
            (
                .nginxSilent(at: "::1", port: 5000, after: .seconds(10)),
                "nginx failed: it took no connection at [::1]:5000 within 10 s."
            ),
            (
                .nginxEnded(.signal(9), reason: nil),
                """
                nginx failed: it ended by signal 9. \
                Without it no request arrives: start the application again.
                """
            ),
            (
                .nginxEnded(.exit(1), reason: "no space"),
                """
                nginx failed: it ended with status 1 (no space). \
                Without it no request arrives: start the application again.
                """
            ),
        ] as [(DevelopmentProxyError, String)])
    func everyErrorSaysWhatToDo(error: DevelopmentProxyError, sentence: String) {
        #expect(error.description == sentence)
    }
}
