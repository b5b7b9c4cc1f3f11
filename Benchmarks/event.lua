-- Posts Stripe's events, each once. EVENTS holds a signature and a body a line, in turns.
local threads = 0
function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local events, position = {}, 0
function init()
    local count = tonumber(os.getenv("BENCH_THREADS"))
    local index = 0
    for line in io.lines(os.getenv("BENCH_EVENTS")) do
        if math.floor(index / 2) % count == number then events[#events + 1] = line end
        index = index + 1
    end
end

function request()
    if position + 2 > #events then
        wrk.thread:stop()
        position = 0
    end
    local headers = { ["Stripe-Signature"] = events[position + 1], ["Content-Type"] = "application/json" }
    position = position + 2
    return wrk.format("POST", "/webhooks/stripe", headers, events[position])
end
