-- Reads the caller's balance, or calls a function that does nothing. TOKENS holds one token a line.
local tokens = {}
for line in io.lines(os.getenv("BENCH_TOKENS")) do tokens[#tokens + 1] = line end

function init()
    math.randomseed(os.time())
end

function request()
    local headers = { ["Authorization"] = "Bearer " .. tokens[math.random(#tokens)], ["Content-Type"] = "application/json" }
    if os.getenv("BENCH_CALL") == "trivial" then
        return wrk.format("POST", "/rest/v1/rpc/bench_trivial", headers, "{}")
    end
    return wrk.format("GET", "/rest/v1/balance", headers)
end
