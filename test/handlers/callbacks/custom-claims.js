exports.handler = (event, _context, callback) => {
  event.response = {
    claimsOverrideDetails: {
      claimsToAddOrOverride: { plan: "trial", family_name: "Example" },
      claimsToSuppress: ["email"],
      groupOverrideDetails: { groupsToOverride: ["Readers"], iamRolesToOverride: [], preferredRole: "" },
    },
  };
  callback(null, event);
};
