import { addToGroups, allOf, anyOf, everyone, selfChosen, verifiedEmailAt, verifiedEmailIs, verifiedPhoneIn } from "foyer";

// @must-not-compile: a rule about a domain names one
addToGroups({ Staff: verifiedEmailAt() });
// @must-not-compile: a rule about an address names one
addToGroups({ Owners: verifiedEmailIs() });
// @must-not-compile: a rule about a number names how it begins
addToGroups({ Germany: verifiedPhoneIn() });
// @must-not-compile: a rule made of none would admit everybody, or nobody
addToGroups({ Staff: allOf() });
// @must-not-compile: neither is a rule that is not there
addToGroups({ Staff: anyOf(everyone, undefined) });
// @must-not-compile: what is open is a group of the list
addToGroups({ Trial: selfChosen("custom:plan", "trial"), Pro: selfChosen("custom:plan", "pro") }, { open: ["Trial", "pro"] });
