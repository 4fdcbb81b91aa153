-- Makes wrk ask for one page with one cookie, and print its figures as one line of JSON.
local wanted

function init(arguments)
    wanted = wrk.format("GET", arguments[1], { ["Cookie"] = arguments[2] })
end

function request()
    return wanted
end

function done(summary, latency, _)
    local errors = summary.errors
    io.write(string.format(
        '{"requests": %d, "seconds": %.6f, "errors": %d, "p50": %.1f, "p90": %.1f, "p99": %.1f, "max": %.1f}\n',
        summary.requests, summary.duration / 1e6,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
