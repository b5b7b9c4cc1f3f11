-- Signs in, each time as another of the people who are there.
local key = os.getenv("BENCH_KEY")
local people = tonumber(os.getenv("BENCH_PEOPLE"))
local headers = {
    ["Content-Type"] = "application/json",
    ["apikey"] = key,
    ["X-Supabase-Api-Version"] = "2024-01-01",
}
local body = '{"email":"bench%d@example.com","password":"correct horse battery"}'

function request()
    return wrk.format("POST", "/auth/v1/token?grant_type=password", headers, body:format(math.random(people)))
end
