export const french = `
neg: non ne sans n
nor: pas jamais aucun aucune
of: trop tres le la les l un une de du des d en par pour avec au aux et ou deja est ete a commande:e client:e
of: cliente lead son sa statut operateur systeme encore qui que prospect
modal: sera peut veut possible peut_etre presque partiel partiellement partielle doit besoin necessite si quand
modal: demande demande_de tentative
time: demain aujourd hui jour jours heure heures semaine
later: plus_tard ulterieurement reporte:e differe:e
new: nouveau nouvelle nouveaux nouvelles
registered: enregistre:e inscrit:e
process: cours en_cours traitement en_traitement en_cours_de_traitement en_cours_de_validation verification
process: en_verification reflexion en_reflexion affecte:e assigne:e a_traiter en_examen
wait: attente en_attente attend en_suspens
hold: bloque:e gele:e
callback: rappeler a_rappeler rappel rappel_date rappels a_relancer relance relancer rappel_telephonique
callback: recontacter a_recontacter rappele:e
call: appel appels
busy: occupe:e ligne_occupee
voicemail: messagerie repondeur messagerie_vocale boite_vocale
noanswer: sans_reponse raccroche raccroche_au_nez nrp ne_decroche_pas injoignable:e
answer: repond reponse repondu decroche repondent
contact: contacte:e
reach: joignable:e joint:e
cancel: annule:e annulation annuler refuse:e refus refuser rejete:e rejet decline:e annulee
invalid: invalide:e incorrect:e errone:e
trash: poubelle
fake: faux fausse factice canular
test: essai
duplicate: doublon:e duplique:e en_double double_commande duplicata
wrong: mauvais mauvaise inexistant:e
number: numero numeros telephone tel
exist: existe attribue:e
inactive: eteint:e hors_service desactive:e
geo: pays region
language: langue francais
speak: parle comprend
data: donnees coordonnees informations
elsewhere: ailleurs autre_societe chez_un_concurrent autre_entreprise concurrent autre_magasin chez_un_autre
ordered: passe_commande achete
expensive: cher chere trop_cher prix_eleve prix_trop_eleve couteux
money: argent fonds
lacking: insuffisants insuffisant
mind: change_d_avis a_change_d_avis changement_d_avis retractation s_est_retracte
interest: interesse:e interet
notinterested: desinteresse:e pas_interesse pas_interessee ne_veut_pas ne_veut_plus pas_d_interet
fraud: fraude frauduleux frauduleuse escroquerie soupcon_de_fraude suspicion_de_fraude
blacklist: liste_noire
consult: renseignement renseignements
timer: expire:e perime:e delai_depasse
goods: produit produits colis article
confirm: confirme:e
confirming: confirmer confirmation a_confirmer
approve: approuve:e validé^ validée^ validés^ validées^
approving: approuver approbation
accept: accepte:e
accepting: accepter acceptation
success: vendu:e vente_conclue
pack: emballe:e emballage preparation en_preparation preparation_en_cours en_cours_de_preparation prepare:e
pack: preparation_de_la_commande
ready: pret prete
shipping: expedition envoi
sent: expedie:e envoye:e
transit: en_livraison en_cours_de_livraison en_transit en_route en_chemin livraison_en_cours
transit: en_cours_d_acheminement acheminement en_acheminement
delivered: livre:e
receive: reception
received: recu:e
paid: paye:e regle:e encaisse:e paiement_accepte paiement_recu paiement_effectue paiement_confirme impaye:e!
payment: paiement paiements virement virement_bancaire cheque bancaire
complete: complete:e termine:e
return: retour retourne:e retours renvoye:e
refund: remboursement rembourse:e
undelivered: echec_de_livraison livraison_echouee non_reclame non_livre
sender: expediteur
deleted: supprime:e efface:e
delivery: livraison
recipient: destinataire
other: autre
`;
