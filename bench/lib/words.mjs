// What the comments are made of: words and sentence patterns, varied enough that the texts compress about as well as
// real ones do. In a pattern, `{noun}` and the like are drawn anew each time; what is drawn may be a pattern itself.

const list = (text) => text.trim().split(/\s+/);

export const FIRST_NAMES = list(`
Ada Bram Carla Dirk Elif Femke Gijs Hanna Ivo Jasmijn Karel Lotte Mira Noor Otto Pien Quinten Rosa Sven Tess Umar Vera
Wouter Xander Yara Zoe Anouk Bas Chantal Daan Esra Floor Gerda Hugo Ilse Jelle Kim Lars Maud Niels Olga Pim Ruben Saskia`);

export const LAST_NAMES = list(`
Aalders Bakker Claassen Dekker Everts Faber Gerritsen Hoekstra IJsbrand Jonker Kramer Lammers Mulder Nauta Oosting Postma
Reitsma Schipper Terpstra Uylings Visser Wagenaar Zijlstra Blom Brink Doorn Haan Kok Maas Prins Smit Veen Vos Wolf`);

export const WORDS = {
  noun: list(`
bridge tunnel ferry quay harbour council alderman mayor budget subsidy contractor engineer plan survey crossing lock
railing lane cyclist pedestrian driver lorry barge skipper tide flood dyke polder pump station platform timetable ticket
commuter neighbour tenant landlord shop bakery market square playground school teacher pupil parent library museum
archive photograph map report draft minutes hearing petition vote party coalition opposition deadline delay detour sign
lamp bench tree lime willow hedge garden allotment fence gate wall roof gutter chimney boiler insulation grid cable
meter tariff invoice tax loan mortgage auction permit inspector fine appeal court lawyer witness rumour column headline
journalist editor reader comment argument claim figure estimate average sample study model forecast season winter summer
storm drizzle frost puddle pothole gravel asphalt brick plank bolt hinge bearing counterweight motor brake sensor alarm
switch operator shift night morning weekend holiday festival parade fair orchestra rehearsal concert pub kitchen coffee
bicycle pannier helmet bell tram bus depot garage workshop apprentice mechanic volunteer committee treasurer chairman
referee striker keeper pitch stand canteen ward clinic nurse doctor pharmacist queue appointment letter envelope stamp`),
  adjective: list(`
old new narrow wide steep muddy quiet noisy busy empty cheap costly modest reckless careful clumsy patient hasty honest
vague precise local regional public private temporary permanent sensible absurd familiar curious reluctant stubborn
generous strict lenient early late crooked sturdy brittle rusty freshly-painted second-hand half-finished well-meant
overdue forgotten popular unlikely obvious hidden crowded draughty damp sunny windy remote central ordinary remarkable`),
  verb: list(`
closes opens blocks widens replaces repairs delays ignores supports opposes mentions forgets promises explains doubts
measures counts paints moves removes finances cancels postpones reopens inspects approves rejects defends criticises
describes crosses avoids follows leads surprises annoys reassures confuses divides connects floods shades outlasts`),
  doing: list(`
waiting paying complaining queueing cycling walking rowing commuting voting reading listening guessing measuring drilling
painting digging sweeping parking reversing turning shouting laughing arguing apologising planning budgeting hoping`),
  done: list(`
closed reopened repaired replaced widened measured counted painted moved financed cancelled postponed inspected approved
rejected defended criticised described promised forgotten mentioned announced ignored published corrected withdrawn`),
  place: list(`
Noordkade Molenstraat Havenplein Kerkweg Zuiderdijk Stationsweg Lindelaan Vismarkt Oosterpoort Brugstraat Westersingel
Kanaalweg Dorpsstraat Schoolpad Marktveld Veerdam Hoogewal Rietland Sluisweg Boterdiep`),
  time: [
    "last week",
    "this morning",
    "in the nineties",
    "every {day}",
    "since the {noun}",
    "after the {noun}",
    "before {day}",
    "twice a year",
    "at half past {few}",
    "for {few} years",
    "during rush hour",
    "in broad daylight",
    "{few} times",
    "until further notice",
    "around midnight",
    "on a {day}",
    "within {few} months",
    "ever since I moved here",
  ],
  day: list("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Easter Christmas Whitsun"),
  few: list("two three four five six seven eight nine ten eleven twelve fifteen twenty thirty"),
  opening: [
    "To be fair,",
    "Honestly,",
    "As far as I know,",
    "With respect,",
    "For the record,",
    "In my experience,",
    "Sorry, but",
    "Funny enough,",
    "On the other hand,",
    "If I read it correctly,",
    "Just to add:",
    "Once more:",
    "Near the {place}",
    "Like {someone},",
    "Unlike the {noun},",
    "{time},",
    "So",
    "And yet",
    "Well,",
    "No,",
    "Yes, and",
    "According to {someone}",
  ],
  someone: [
    "my {noun}",
    "our {adjective} {noun}",
    "the {noun}",
    "nobody",
    "somebody from {place}",
    "the {noun} of {place}",
    "I",
    "we",
  ],
  how: list("quietly slowly hardly barely rarely often always never simply clearly nearly gladly badly politely twice"),
  where: [
    "along the {place}",
    "behind the {noun}",
    "near our {noun}",
    "under a {noun}",
    "between {noun} and {noun}",
    "past the {adjective} {noun}",
  ],
  thing: [
    "the {noun}",
    "a {adjective} {noun}",
    "their {noun}",
    "the {adjective} {noun} {where}",
    "every {noun}",
    "no {noun}",
    "that {noun} of {few} metres",
    "{number} euros",
    "{doing} {where}",
    "my {noun}'s {noun}",
    "what was {done} {time}",
  ],
};

export const PATTERNS = [
  "{thing} {how} {verb} {thing}, and {someone} {how} {verb} {thing}.",
  "{opening} {thing} was {done} {time}, not {thing}.",
  "{someone} went {doing} {where} {time}; {thing} is more {adjective} than {thing}.",
  "Why is {thing} {done} {time} when {thing} {verb} it?",
  "{opening} {thing} {verb} more than {number} {noun}s.",
  "{opening} {doing} is not {doing}, whatever {thing} {verb}.",
  "{number} of us, {doing} {where}: {thing} {verb} no one.",
  "{thing} would have cost {number} euros less.",
  "Forgotten here: {thing} {where} was {done} {time}.",
  "That {noun} again!",
  "{opening} agreed about {thing}; {thing} is another matter.",
  "Ask {someone} how {thing} {verb} {thing}.",
  "{thing} {verb} {thing} because {thing} was {done}.",
  "{doing}, {doing}, and {time} it was {done}.",
  "No {noun}, no {noun}, only {thing} and a lot of {doing}.",
  "Has {someone} seen {thing}?",
  "{opening} {how} {adjective}, this {noun}.",
  "Thank you for {doing} {where}; {thing} needed it.",
  "{adjective} or {adjective}: {thing} {how} {verb} {someone}.",
  "{opening} if {thing} {verb} {thing}, then {thing} gets {done} {time}.",
];
