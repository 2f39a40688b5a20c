export const english = `
neg: could_not can_not would_not will_not should_not not no non never without cannot cant didnt doesnt isnt
neg: wasnt hasnt havent wont couldnt arent wouldnt false nope none
of: the a an of by from for to at in on is was has have had been be are being lead leads order orders client
of: clients customer customers user buyer status state stage with me my your our his her it its this that and or
of: yet still as s self first second third successful advertiser operator manager admin administrator system
of: auto automatically automatic agent support team call_center callcenter call_centre crm affiliate network
of: partner yes true too very so line anymore any longer manually manual reason finally code result type
of: lead_status order_status ok_lead department via lead_is there did does do am due because name only just now
of: was_successfully successfully broker campaign company_crm personal long term short initial direct straight
modal: will would want wants maybe may might can could should must to_be need needs needed require requires
modal: required almost partially partial partly half planned if when until unless before possible possibly
modal: probable likely soon request requested requests pre try trying tried pretend supposed expecting intends
modal: intend promise promised promises going_to about_to
time: tomorrow today yesterday morning evening afternoon monday tuesday wednesday thursday friday saturday
time: sunday week day days hour hours month next time times date tonight pm min minutes
later: later delayed postponed reschedule rescheduled scheduled
again: again back
new: new renew fresh incoming unprocessed
registered: registered registration signup signed_up
created: created
process: processing process processed in_work in_progress progress working work on_work inwork inprogress
process: inprocess assigned assign reassigned meeting reshuffle attempt called suspicious expect in_review
process: under_review review reviewing moderation checking verification verifying opened contacted unsure
process: thinking think thinks considering qualification qualified contact_made unconfirmed_lead warm hot_lead
process: interested hot undecided demo negotiation in_negotiation
potential: potential prospect
low: low zero
wait: pending wait waiting awaiting await awaits waits pending_for pending_on expects waited
hold: hold holded held on_hold onhold freeze frozen
callback: callback call_back recall callbacks follow_up followup followups call_later call_again callagain
callback: phone_back ring_back ringback calling_back called_back to_call recalls recalling call_me_back cb
callback: appointment try_again left_message left_voicemail contact_again reach_out_later
call: call calls calling dial dialing dialed ring rings ringing
busy: busy engaged line_busy
voicemail: voicemail voice_mail vm answering_machine answer_machine mailbox voicemails answerphone
noanswer: noanswer unanswered n_a na_call not_picked no_pick_up no_pickup hang_up hung_up hangup hangs_up
noanswer: missed_call dna ring_out rings_out no_ring unavailable no_contact not_available
neveranswer: never_answer never_answers never_answered never_picks_up never_reached never_responds
answer: answer answers answered answering pick picks picked pickup pick_up picking_up respond responds response
answer: responded reply replies replied responding
contact: contact contacting contactable
reach: reach reached reachable reaching get_through got_through
unreachable: unreachable uncontactable unreached
cancel: cancel cancelled canceled cancels cancelation cancellation canceling cancelling cancelled_order reject
cancel: rejected rejects rejection rejecting decline declined declines declining refuse refused refuses refusal
cancel: refusing denied deny denies disapproved disapprove unapproved dismissed unsuccessful closed_lost
cancel: lost_deal deal_lost abandoned aborted abort
refuse: dont_call do_not_call dnc never_call stop_calling unsubscribed not_serious remove_from_list
refuse: refused_to_talk refuses_to_talk dontcallagain dontcall
fail: fail failed fails failure failing unsuccessfully lost dead unsuccess
invalid: invalid incorrect ivalid
trash: trash trashed junk garbage thrash trashy bad_lead errors mistake bad_quality low_quality poor_quality
fake: fake fakes faked bogus false_lead false_data wrong_data wrong_details incorrect_data incorrect_details
fake: false_information prank joke joker bot bots not_real unreal bogus_lead
test: test tests testing test_lead tester
spam: spam spammer spammed
age: under_18 under_age underage age age_issue underaged minor minors too_young too_old over_age overage
duplicate: duplicate duplicated duplicates dublicate dublicated duplicat dupe double doubled dup doubles dupl
duplicate: already_exists already_exist already_registered repeated
wrong: wrong worng bad wrongly broken nonexistent nonexisting unexisting fictitious wr
info: info
number: number numbers phone telephone phones num numb phone_number mobile msisdn
exist: exist exists existing service in_service
inactive: inactive disconnected out_of_service switched_off turned_off
geo: geo country location region countries geolocation
changed: changed change
mind: changed_mind changed_his_mind changed_her_mind change_mind change_of_mind changed_their_mind
mind: changed_its_mind mind_changed reconsidered
supported: supported allowed
other: other another foreign different
language: language languages lang english
languagebarrier: language_barrier languagebarrier
barrier: barrier issue problem problems issues
speak: speak speaks speaking spoken understand understands
email: email mail e_mail address data details information
person: person
certificate: certificate certificates certification
elsewhere: elsewhere another_company other_company another_shop another_place other_place another_store
elsewhere: other_store another_broker other_broker competitor competitors in_another_place from_another
elsewhere: somewhere_else
already: already
bought: redeemed bought_out buyout buy_out picked_up_by_customer redemption
ordered: ordered bought purchased order_placed
expensive: expensive pricey costly too_much high_price price_too_high price_high overpriced price_is_high
money: money funds cash
lacking: insufficient lack lacks lacking not_enough
interest: interest interests interesting
notinterested: uninterested disinterested not_interested no_interest no_interested notinterested nointerest
notinterested: not_intrested not_intersted lost_interest no_intention cant_afford time_waster timewaster
notinterested: no_time retired no_intrest
want: wanting
target: target targeted qualified_lead eligible
untargeted: untargeted nontarget ineligible unqualified disqualified
fraud: fraud fraudulent fraudster frod scam scammer suspected_fraud anti_fraud antifraud
blacklist: blacklist blacklisted black_list black_listed banned blocked_client
consult: consultation consult consulted consulting consultations
timer: expired timeout time_out timed_out timer expire expires expiration by_timer outdated
offer: offer offers
off: off disabled stopped closed stop paused deactivated
limit: limit cap limits cap_reached over_cap overcap capped limit_reached limit_exceeded out_of_cap cap_exceeded
exceeded: exceeded reached_cap full
suit: suit suits suitable fit fits satisfied satisfy happy pleased
goods: goods product item products items parcel package shipment
delivery: delivery
confirm: confirm confirmed comfirmed confermed
confirming: confirmation confirming confirmations
approve: approved aproved approuved approved_lead
approving: approval approving approve
accept: accepted
accepting: acceptance accepting
success: shipping_queue success won closed_won deal_won sale sold converted succeeded funded
deposit: deposit deposited depositor deposits ftd ftds fdt depositors first_time_deposit first_time_depositor
deposit: has_ftd
pack: packing packed packaging assembling assembled assembly pack package_prepared preparing prepared
pack: preparation picking packaged
send: sending shipment_pending dispatching shipping_soon
ready: ready
shipping: shipping ship dispatch
sent: sent shipped dispatched despatched shiped handed_over_to_courier handed_to_courier handed_to_carrier
sent: passed_to_courier given_to_courier
transit: transit in_transit transfer delivering on_the_way on_way out_for_delivery transported transporting
transit: intransit enroute en_route on_delivery on_its_way shipping_in_progress transferred_to_delivery
transit: in_delivery
delivered: delivered arrived at_pickup_point at_pick_up_point ready_for_pickup ready_for_pick_up awaiting_pickup
delivered: awaiting_pick_up arrived_at_pickup_point available_for_pickup waiting_for_pickup
delivered: delivered_to_pickup_point
receive: receipt receiving
received: received recieved collected
undelivered: undelivered undeliverable nondelivered failed_delivery delivery_failed unredeemed unclaimed
undelivered: not_collected uncollected not_picked_up not_redeemed not_bought_out
paid: paid payed fully_paid payment_received payment_accepted payment_completed payment_successful
paid: money_received paid_out cod_collected cash_collected purchased_and_paid
payment: payment pay payments payout card transaction charge cheque check wire bank_wire bank_transfer bank cc
payment: credit_card
complete: completed complete fulfilled
return: returned return returning returns rto rts sent_back return_to_sender returned_to_sender
return: returning_to_sender back_to_sender
refund: refund refunded refunds refunding chargeback charge_back charged_back reversed moneyback money_back
sender: sender shipper
deleted: deleted removed delete erased
error: error
unregistered: unregistered
unsuited: unsuitable dissatisfied unsatisfied inconvenient unsuited
recipient: recipient addressee consignee receiver
queue: in_queue queue queued
valid: valid
impossible: impossible
`;
