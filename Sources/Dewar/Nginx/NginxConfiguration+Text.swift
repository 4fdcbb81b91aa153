/// The sections of the file, each as its lines.
///
/// The comments are for whoever runs the server: what a line protects from, what to change.
extension NginxConfiguration {
    /// The part outside of `http`: processes, users, files.
    var process: [String] {
        switch installation {
        case .system(let workerUser):
            """
            # nginx in front of a Dewar application, whole: for nginx 1.22 (Debian 12) or later.
            #
            # Generated: "HelloServer nginx" prints this file, with options for what is set here.
            #
            # Change what says "Change:", look for mistakes, then take it into use:
            #   sudo nginx -t -c "$PWD/nginx.conf"
            #   sudo cp nginx.conf /etc/nginx/nginx.conf
            #   sudo systemctl reload nginx
            # How to start the application behind it: deploy/README.md.

            # Only the first process, which opens ports and logs, is root; those that talk to
            # clients are this user. It needs no more than to read the static files and to connect
            # to the application's socket.
            user \(Self.quoted(workerUser));
            worker_processes auto;
            # Each connection of a client may take a second one, to the application.
            worker_rlimit_nofile 8192;
            pid /run/nginx.pid;
            error_log /var/log/nginx/error.log warn;

            events {
                worker_connections 2048;
            }
            """.lines()
        case .folder(let folder):
            """
            # nginx in front of a Dewar application, in the foreground. Generated.

            daemon off;
            # One process: whoever ends it has ended all of it.
            master_process off;
            pid \(Self.quoted(folder + "/nginx.pid"));
            error_log stderr warn;

            events {
                worker_connections 512;
            }
            """.lines()
        }
    }

    /// The first part of `http`: what holds for all traffic.
    var traffic: [String] {
        var lines = ["http {"]
        switch installation {
        case .system:
            lines += """
                # The common format, then: seconds in all, seconds of the application, a number
                # that the application gets as REQUEST_ID.
                log_format timed '$remote_addr - $remote_user [$time_local] "$request" '
                                 '$status $body_bytes_sent "$http_referer" "$http_user_agent" '
                                 '$request_time $upstream_response_time $request_id';
                access_log /var/log/nginx/access.log timed;
                """.lines(indentedBy: 1)
        case .folder(let folder):
            lines.append("    access_log off;")
            lines += ["client_body", "fastcgi", "proxy", "scgi", "uwsgi"].map {
                "    \($0)_temp_path \(Self.quoted(folder + "/" + $0));"
            }
        }
        lines.append("")
        if staticFolder?.path.contains("$") == true {
            lines += """
                # There is no other way to write a dollar where variables are replaced.
                geo $dollar { default "$"; }

                """.lines(indentedBy: 1)
        }
        lines += """
            # No version in headers and error pages; redirects name no host.
            server_tokens off;
            absolute_redirect off;

            sendfile on;
            tcp_nopush on;

            # Clients. Slow or idle ones are let go; the application sees whole requests only.
            client_header_timeout \(Self.time(timeouts.header));
            client_body_timeout \(Self.time(timeouts.body));
            send_timeout \(Self.time(timeouts.send));
            keepalive_timeout \(Self.time(timeouts.keepAlive));
            reset_timedout_connection on;
            # A request's headers travel in one FastCGI record of at most 64 KiB: 4 x 8k fit.
            large_client_header_buffers 4 8k;
            \(change("the largest body of a request, which may be an upload; 0: no limit."))
            client_max_body_size \(Self.size(bodyLimit));
            client_body_buffer_size 64k;

            # text/html is always compressed. A page that shows both a secret and what the request
            # says can leak the secret through its compressed length (BREACH): mask such secrets.
            gzip on;
            gzip_vary on;
            gzip_min_length 1024;
            gzip_types text/plain text/css text/javascript text/xml application/javascript
                       application/json application/xml application/rss+xml
                       application/manifest+json image/svg+xml;
            """.lines(indentedBy: 1)
        return lines
    }

    /// Where the application is.
    var upstreamBlock: [String] {
        """
        upstream dewar {
            \(change("where the application listens; for TCP: \"server 127.0.0.1:9000;\"."))
            server \(Self.quoted(upstream.address));
            # Idle connections that each worker process keeps: connecting costs more than a small
            # request does. The application must keep them longer than these 60 s.
            keepalive \(keptConnections);
            keepalive_timeout 60s;
        }
        """.lines(indentedBy: 1)
    }

    /// The server with its locations.
    var server: [String] {
        var lines = ["server {"]
        if installation.isSystem {
            lines += """
                # Change: the port, 80 for a site of its own; and HTTPS:
                #   listen 443 ssl http2; listen [::]:443 ssl http2;
                #   ssl_certificate /etc/...; ssl_certificate_key /etc/...;
                # On a machine without IPv6, take away the line with [::].
                """.lines(indentedBy: 1)
        }
        lines += addresses.map {
            "    listen \(Self.quoted("\($0.bracketed):\(port)")) default_server;"
        }
        lines += """
            \(change("the site's names. \"_\" takes every one: then the application must not"))
            # trust the host of a request, in links that it mails for instance.
            server_name _;
            """.lines(indentedBy: 1)
        lines.append("")
        lines += parameters.lines(indentedBy: 1) + [""]
        lines += exchange.lines(indentedBy: 1) + [""]
        lines += locations.lines(indentedBy: 1) + ["}"]
        return lines.map { $0.isEmpty ? "" : "    " + $0 }
    }

    /// A comment on what people choose: only a file that they keep asks them to.
    ///
    /// - Parameter sentence: What the line below is; begins with a small letter.
    /// - Returns: A comment of one line.
    func change(_ sentence: String) -> String {
        installation.isSystem
            ? "# Change: " + sentence
            : "# " + sentence.prefix(1).uppercased() + sentence.dropFirst()
    }
}

extension NginxConfiguration.Upstream {
    /// The address as nginx wants it.
    var address: String {
        switch self {
        case .unixSocket(let path): "unix:" + path
        case .host(let host, let port): "\(host.bracketed):\(port)"
        }
    }
}

extension NginxConfiguration.Installation {
    /// Tells whether the machine's nginx is meant, whose file people read and change.
    var isSystem: Bool {
        if case .system = self { true } else { false }
    }
}

extension NginxConfiguration {
    /// A text that nginx takes as one word, whatever is in it.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        guard !isPlain || text.isEmpty else { return text }
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }

    /// Like ``quoted(_:)``, for directives that replace variables in their words.
    static func quotedWithoutVariables(_ text: String) -> String {
        quoted(
            text.split(separator: "$", omittingEmptySubsequences: false)
                .joined(separator: "${dollar}"))
    }

    /// A time as nginx reads it; what is not 0 does not become 0.
    static func time(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return "0s" }
        guard attoseconds > 0 else { return "\(seconds)s" }
        let milliseconds = max(1, attoseconds / 1_000_000_000_000_000)
        return seconds == 0 ? "\(milliseconds)ms" : "\(seconds)s \(milliseconds)ms"
    }

    /// A number of bytes as nginx reads it.
    static func size(_ bytes: Int) -> String {
        let mebibyte = 1024 * 1024
        guard bytes > 0 else { return "0" }
        return bytes % mebibyte == 0 ? "\(bytes / mebibyte)m" : "\(bytes)"
    }
}

extension String {
    /// The lines of the text, as deep in braces as they stand: four spaces each.
    func lines(indentedBy depth: Int = 0) -> [String] {
        let indentation = String(repeating: "    ", count: depth)
        return split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : indentation + $0 }
    }
}
