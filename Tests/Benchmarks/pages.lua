-- Makes wrk ask for Hello's pages in turn, and print its figures as one line of JSON.
local requests, turn = {}, 0

function init(arguments)
    requests = { wrk.format("GET", "/"), wrk.format("GET", "/user/kim") }
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end

function done(summary, latency, _)
    local errors = summary.errors
    io.write(string.format(
        '{"requests": %d, "seconds": %.6f, "errors": %d, "p50": %.1f, "p90": %.1f, "p99": %.1f, "max": %.1f}\n',
        summary.requests, summary.duration / 1e6,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
