-- Asks a model something, each time as another of the users that TOKENS has, one a line. STREAM asks for a stream.
local tokens = {}
for line in io.lines(os.getenv("BENCH_TOKENS")) do tokens[#tokens + 1] = line end

local threads = 0
function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local path, body
function init()
    math.randomseed(os.time() * 100 + number)
    path = os.getenv("BENCH_PATH")
    body = '{"model":"gpt-4o-mini","max_completion_tokens":100,"messages":[{"role":"system","content":"Be brief."},'
        .. '{"role":"user","content":"What is a credit, and who was the first to give any?"}]'
        .. (os.getenv("BENCH_STREAM") and ',"stream":true}' or '}')
end

function request()
    return wrk.format("POST", path, {
        ["Authorization"] = "Bearer " .. tokens[math.random(#tokens)],
        ["Content-Type"] = "application/json",
    }, body)
end
