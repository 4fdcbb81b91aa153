import DewarProcesses
import Testing

@Suite struct RestartPolicyTests {
    @Test func workersThatDoNotServeAreTriedEverLater() {
        var policy = RestartPolicy()
        let pauses = (0..<9).map { _ in policy.pause(afterServing: nil) }
        #expect(
            pauses
                == [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000].map {
                    Duration.milliseconds($0)
                })
    }

    @Test func sixWorkersInARowAreEnough() {
        var policy = RestartPolicy()
        for _ in 0..<5 { _ = policy.pause(afterServing: nil) }
        #expect(!policy.isExhausted)
        _ = policy.pause(afterServing: nil)
        #expect(policy.isExhausted)
        policy.noteServing()
        #expect(!policy.isExhausted && policy.failures == 0)
    }

    @Test func whatHasServedIsTriedForLonger() {
        var policy = RestartPolicy()
        let pauses = (0..<15).map { _ in policy.pause(afterServing: nil) }
        #expect(policy.isHopeless(hasServed: false) && !policy.isHopeless(hasServed: true))
        #expect(pauses.reduce(.zero, +) == .milliseconds(92_700))
        _ = policy.pause(afterServing: nil)
        #expect(policy.isHopeless(hasServed: true))
    }

    @Test func aWorkerThatServedIsReplacedAtOnce() {
        var policy = RestartPolicy()
        #expect(policy.pause(afterServing: .seconds(3600)) == .zero)
        #expect(policy.pause(afterServing: .seconds(1)) == .zero)
    }

    @Test func endingSoonAgainAndAgainCostsASecondAtMost() {
        var policy = RestartPolicy()
        let pauses = (0..<8).map { _ in policy.pause(afterServing: .seconds(1)) }
        #expect(
            pauses == [0, 100, 200, 400, 800, 1000, 1000, 1000].map { Duration.milliseconds($0) })
        #expect(!policy.isExhausted)
        #expect(policy.pause(afterServing: .seconds(10)) == .zero)
    }

    @Test func manyFailuresDoNotOverflow() {
        var policy = RestartPolicy()
        for _ in 0..<200 { _ = policy.pause(afterServing: nil) }
        #expect(policy.pause(afterServing: nil) == .seconds(10))
    }
}
