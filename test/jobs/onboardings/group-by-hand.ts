import { addToGroups, everyone, onboarding, selfChosenInMetadata } from "foyer";

/** One group is made by the deployment, and one by an administrator. */
export default onboarding({
  metadata: ["campaign"],
  beforeFirstSignIn: {
    users: addToGroups({ Users: everyone, Spring: selfChosenInMetadata("campaign", "spring") }, { open: ["Spring"] }),
    staff: addToGroups({ Reviewed: everyone }, { ifMissing: "park" }),
  },
});
