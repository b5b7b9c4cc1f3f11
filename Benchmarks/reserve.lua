-- The body of Benchmarks/reserve.pgbench as an HTTP request. USERS holds one id a line.
local users = {}
for line in io.lines(os.getenv("BENCH_USERS")) do users[#users + 1] = line end
local headers = {
    ["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY"),
    ["Content-Type"] = "application/json",
}

-- Every thread draws other numbers, or keys would be replays.
local thread_number = 0
function setup(thread)
    thread_number = thread_number + 1
    thread:set("number", thread_number)
end

function init()
    math.randomseed(os.time() * 100 + number)
end

function request()
    local key = string.format("%d-%d-%d", number, os.time(), math.random(1, 2147483647))
    local body = string.format(
        '{"user_id":"%s","amount":1.5,"job_type":"image","idempotency_key":"%s"}', users[math.random(#users)], key)
    return wrk.format("POST", "/rest/v1/rpc/reserve", headers, body)
end
