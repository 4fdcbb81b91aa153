/// What of a request goes to the application, and in what words.
extension NginxConfiguration {
    /// What the application is told of a request.
    ///
    /// Not `include fastcgi_params`: Debian's file has a host without its port and no `PATH_INFO`.
    var parameters: String {
        """
        # What the application is told. One fastcgi_param in a location would take away all of
        # these there: keep them together.
        fastcgi_param GATEWAY_INTERFACE CGI/1.1;
        fastcgi_param SERVER_SOFTWARE   nginx/$nginx_version;
        fastcgi_param SERVER_PROTOCOL   $server_protocol;
        fastcgi_param SERVER_NAME       $server_name;
        fastcgi_param SERVER_ADDR       $server_addr;
        fastcgi_param SERVER_PORT       $server_port;
        fastcgi_param REMOTE_ADDR       $remote_addr;
        fastcgi_param REMOTE_PORT       $remote_port;
        fastcgi_param REMOTE_USER       $remote_user if_not_empty;
        fastcgi_param REQUEST_SCHEME    $scheme;
        fastcgi_param HTTPS             $https if_not_empty;
        fastcgi_param REQUEST_ID        $request_id;

        fastcgi_param REQUEST_METHOD    $request_method;
        fastcgi_param REQUEST_URI       $request_uri;
        fastcgi_param QUERY_STRING      $query_string;
        fastcgi_param CONTENT_TYPE      $content_type;
        fastcgi_param CONTENT_LENGTH    $content_length;
        # The path that chose the location, decoded, without "..": the application must see the
        # same, or rules for paths could be passed by. It is mounted at the root: no script name.
        fastcgi_param SCRIPT_NAME       "";
        fastcgi_param PATH_INFO         $document_uri;
        fastcgi_param DOCUMENT_URI      $document_uri;

        # The host with its port, as the client named it: links and redirects need both.
        fastcgi_param HTTP_HOST         $http_host;
        # A client could set the proxy of programs that the application starts (httpoxy).
        fastcgi_param HTTP_PROXY        "";
        """
    }

    /// How nginx talks with the application.
    var exchange: String {
        """
        \(supervisorPath == nil ? keptExchange : singleExchange)
        fastcgi_connect_timeout \(Self.time(timeouts.connect));
        fastcgi_send_timeout \(Self.time(timeouts.answer));
        # So long may the application think, and pause within an answer.
        fastcgi_read_timeout \(Self.time(timeouts.answer));
        # The headers of an answer must fit in the first buffer (else: 502); several cookies of
        # 4 KiB do. What is more than all buffers waits in a file: a slow client does not hold the
        # application.
        fastcgi_buffer_size 32k;
        fastcgi_buffers 16 16k;
        fastcgi_busy_buffers_size 64k;
        """
    }

    /// Connections that serve many requests.
    private var keptExchange: String {
        """
        # Connections are used again; see "keepalive" above.
        fastcgi_keep_conn on;
        # When the application has just closed a kept connection: once more, on another one.
        # Never after a timeout, and never a POST, which may have had its effect.
        fastcgi_next_upstream error;
        fastcgi_next_upstream_tries 2;
        """
    }

    /// A connection for each request: a worker that is replaced has none that wait, and a request
    /// that ends its worker is not asked of the next one.
    private var singleExchange: String {
        """
        fastcgi_keep_conn off;
        fastcgi_next_upstream off;
        """
    }

    /// Which paths are files, refused, or the application's.
    var locations: String {
        let hiddenFiles = """
            # No .git, .env or .htpasswd, whatever lies there; /.well-known/ is meant to be asked.
            location ~ "^/\\.(?!well-known(?:/|$))" {
                return 404;
            }
            """
        let hidden = [guardedHosts, hiddenFiles].compactMap(\.self).joined(separator: "\n\n")
        let application = """
            location / {
                fastcgi_pass dewar;
            }
            """ + supervisor
        guard let staticFolder else { return hidden + "\n\n" + application }
        let isRoot = staticFolder.prefix == "/"
        let files = """
            \(change("the static files, sent without asking the application."))
            location \(Self.quoted(staticFolder.prefix)) {
                alias \(Self.quotedWithoutVariables(staticFolder.path));
                # No such file: the application may know the path.
                try_files $uri @application;
                # Asked for by its version, as urlFor writes it: the application knows whether it
                # is this one, and lets browsers keep it for good.
                error_page 418 = @application;
                if ($arg_v) {
                    return 418;
                }
                include /etc/nginx/mime.types;
                types_hash_max_size 2048;
                default_type application/octet-stream;
                charset utf-8;
                charset_types text/plain text/css text/javascript application/javascript;
                # A browser asks each time whether its copy is still good (304 if so).
                add_header Cache-Control no-cache;
                add_header X-Content-Type-Options nosniff;

                location ~ "/\\." {
                    \(isRoot ? "fastcgi_pass dewar" : "return 404");
                }
            }

            location @application {
                fastcgi_pass dewar;
            }
            """
        return ([hidden, files] + (isRoot ? [] : [application])).joined(separator: "\n\n")
    }

    /// Refuses names that strangers could have made lead here.
    ///
    /// - SeeAlso: RFC 6761, sections 6.2 and 6.3: `.test` and `.localhost` are nobody's.
    private var guardedHosts: String? {
        guard let onlyHosts else { return nil }
        let own = onlyHosts.map { host in
            host.bracketed.unicodeScalars.map { scalar in
                let isPlain = scalar.isASCII && scalar.properties.isAlphabetic
                return isPlain || "0123456789-".unicodeScalars.contains(scalar)
                    ? "\(scalar)" : "[\(scalar)]"
            }.joined()
        }
        let names = [
            "localhost", "([a-z0-9_-]+\\.)+(localhost|test)", "127(\\.[0-9]+){3}", "\\[::1\\]",
        ]
        return """
            # Names that lead nowhere but to this machine. A page of a stranger whose name leads
            # here too could read the answers otherwise (DNS rebinding).
            if ($http_host !~* "^(|\((names + own).joined(separator: "|")))(:[0-9]+)?$") {
                return 421 "This server shows an application that is being written, to this machine \
            alone: ask for it by localhost. For another name of this machine start it with --host NAME.\\n";
            }
            """
    }

    /// What the supervisor of an application that is developed answers.
    private var supervisor: String {
        guard let supervisorPath else { return "" }
        let address = Self.quoted(Upstream.unixSocket(supervisorPath).address)
        return """


            # What browsers listen to, and why there is no answer of the application.
            error_page 502 504 @supervisor;

            location /_dewar/ {
                fastcgi_pass \(address);
                fastcgi_buffering off;
            }

            location @supervisor {
                fastcgi_pass \(address);
            }
            """
    }
}
