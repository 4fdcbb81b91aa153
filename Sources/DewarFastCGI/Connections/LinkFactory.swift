import Logging

/// Makes the links of new connections, of the form that works here.
struct LinkFactory: Sendable {
    private enum Form: Sendable {
        case buffered(BufferedLink.Setting)
        case plain(FastCGIConfiguration, Poller)
    }

    private let form: Form

    /// Chooses a form: our own input and output below libfcgi, unless libfcgi has its own.
    init(configuration: FastCGIConfiguration, poller: Poller, alarm: Alarm, logger: Logger) {
        let usesChannels = !configuration.usesPlainDescriptors && Library.usesChannels
        if !usesChannels, !configuration.usesPlainDescriptors {
            logger.warning(
                """
                libfcgi keeps its own input and output: requests that come slowly hold \
                threads, and whoever else than a web server connects can end the process. Link it \
                statically, or without -Bsymbolic-functions.
                """)
        }
        if !usesChannels {
            form = .plain(configuration, poller)
        } else {
            form = .buffered(
                BufferedLink.Setting(configuration, poller: poller, alarm: alarm))
        }
    }

    /// Whether the links' descriptors are to block.
    var makesBlocking: Bool {
        if case .plain = form { true } else { false }
    }

    /// Makes the link of an accepted connection.
    func make(descriptor: Int32, isTCP: Bool, token: Token) -> any Link {
        switch form {
        case .buffered(let setting):
            BufferedLink(descriptor: descriptor, isTCP: isTCP, token: token, setting: setting)
        case .plain(let configuration, let poller):
            PlainLink(
                descriptor: descriptor, isTCP: isTCP, token: token, poller: poller,
                configuration: configuration)
        }
    }
}

extension RecordCanonicaliser.Limits {
    /// Takes what a configuration says.
    init(_ configuration: FastCGIConfiguration) {
        self.init()
        connections = configuration.maximalConnections
        requests = configuration.maximalRequests
        parameterBytes = configuration.maximalParameterBytes
        parameters = configuration.maximalParameters
        nameBytes = configuration.maximalParameterNameBytes
        managementRecords = configuration.maximalManagementRecords
    }
}
