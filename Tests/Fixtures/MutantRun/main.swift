// Sends mutants of two valid requests through the canonicaliser, libfcgi and the reader, in memory.
//
// MutantRun COUNT SEED; exits with 1 and a sentence when something is lost or grows. In a process of
// its own, because the memory and the descriptors of this one are nobody else's.
import DewarFastCGI
import DewarTesting
import Glibc
import Logging
import TransportCases

let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
guard numbers.count == 2 else { fatalError("Usage: MutantRun COUNT SEED") }
let (count, seed) = (Int(clamping: numbers[0]), numbers[1])

let log = CaseLog()
let responder = try CaseResponder(log: log)
let configuration = CaseResponder.configuration()
let good = FastCGIRequest("GET", "/user/kim", keepConnection: false).bytes
let start = ContinuousClock.now
var mutants = Mutants(seed: seed)
var before = ProcessStatus().memory
var descriptors = ProcessStatus().descriptors.count
var (answered, closed) = (0, 0)

func fail(_ sentence: String) -> Never {
    print("\(sentence) (seed \(seed))")
    exit(EXIT_FAILURE)
}

/// The answer to a good request over a connection of its own.
func goodAnswer() async -> [UInt8] {
    let connection = MemoryConnection(
        responder, configuration: configuration, logger: log.logger)
    await connection.send(good)
    return connection.output
}

let wanted = await goodAnswer()
for number in 1...max(1, count) {
    let connection = MemoryConnection(
        responder, configuration: configuration, logger: log.logger)
    let mutant = mutants.next()
    let cut = Int.random(in: 0...mutant.count, using: &mutants.numbers)
    await connection.send(Array(mutant[..<cut]))
    await connection.send(Array(mutant[cut...]))
    if !connection.output.isEmpty { answered += 1 }
    if !connection.isOpen { closed += 1 }
    if number % 1000 == 0 {
        guard await goodAnswer() == wanted else {
            fail("after mutant \(number) a good one is lost")
        }
        _ = log.take()
    }
    // What is made once and for all is there by then.
    if number == count / 4 {
        (before, descriptors) = (ProcessStatus().memory, ProcessStatus().descriptors.count)
    }
}
let growth = ProcessStatus().memory - before
// A sanitizer keeps what was freed.
let isSanitized = getenv("TSAN_OPTIONS") != nil || getenv("ASAN_OPTIONS") != nil
if growth > 4 << 20, !isSanitized { fail("the memory grew by \(growth / 1024) KiB") }
if ProcessStatus().descriptors.count != descriptors { fail("descriptors are left") }
print(
    """
    \(count) mutants of seed \(seed) in \(ContinuousClock.now - start): \(answered) with an answer, \
    \(closed) closed, memory \(growth / 1024) KiB more
    """)
