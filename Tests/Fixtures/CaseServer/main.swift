// Answers the cases of the transport at the socket that is its standard input.
//
// DEWAR_CASES_DEADLINE: milliseconds for everything that has a deadline. DEWAR_CASES_LINK: "plain"
// for a libfcgi that reads and writes the sockets itself.
import TransportCases
import DewarFastCGI
import Glibc

let deadline = getenv("DEWAR_CASES_DEADLINE").flatMap { Int(String(cString: $0)) }
let isPlain = getenv("DEWAR_CASES_LINK").map { String(cString: $0) } == "plain"
let log = CaseLog()
let server = try FastCGIServer(
    configuration: CaseResponder.configuration(deadline: deadline, isPlain: isPlain),
    sockets: [.inherited(descriptor: STDIN_FILENO)],
    responder: CaseResponder(log: log), logger: log.logger)
try server.start()
await server.waitUntilStopped()
