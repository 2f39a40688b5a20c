export const polish = `
neg: nie brak bez
nor: nigdy zadnego
of: zbyt za w na z ze przez do od dla i lub oraz juz jest byl byla bylo zostal zostala zostalo zamowienie
of: zamowienia klient klienta klientem lead status jeszcze operator system pomyslnie przez_klienta kupujacy
modal: bedzie moze chce mozliwe prawie czesciowo musi wymaga jesli kiedy prosba proba potencjalny
time: jutro dzisiaj dzis dzien dni godzina tydzien
later: pozniej odlozone przelozone
again: ponownie jeszcze_raz
new: now:y nowy
registered: zarejestrowan:y
process: trakcie w_trakcie realizacji w_realizacji przetwarzanie przetwarzania w_trakcie_realizacji w_toku toku
process: przetwarzane obsludze w_obsludze weryfikacja weryfikacji w_weryfikacji zastanawia zastanawia_sie
process: przypisan:y obrobka w_obrobce
wait: oczekuje oczekujace oczekujacy oczekujaca oczekiwanie oczekiwaniu w_oczekiwaniu czeka oczekiwania
wait: oczekiwaniem
hold: wstrzymane wstrzymany zamrozone
callback: oddzwonic oddzwonienie przedzwonic zadzwonic_pozniej telefon_pozniej do_oddzwonienia kontakt_pozniej
callback: ponowny_kontakt zadzwonic_ponownie zadzwonic oddzwon zadzwon_pozniej kontakt_ponowny
call: polaczenie dzwonic
busy: zajet:y zajete linia_zajeta
voicemail: poczta_glosowa sekretarka automatyczna_sekretarka
noanswer: rozlacza rozlaczyl_sie rozlacza_sie nieosiagaln:y niedostepn:y poza_zasiegiem
answer: odpowiada odpowiedzi odbiera odebrano odebral odpowiedz
contact: kontaktu kontakt
reach: dodzwoniono dodzwonic dodzwonil udalo_sie_dodzwonic udalo_sie_skontaktowac
cancel: anulowan:y anulowanie anulowano anuluj anulacja odrzucon:y odrzucono odmowa odmowil odmowila odrzucenie
cancel: zrezygnowal zrezygnowala rezygnacja zrezygnowano rezygnuje odwolan:y
invalid: nieprawidlow:y niepoprawn:y bledn:y niewazn:y
wrong: zly zla zle nieistniejac:y
trash: smiec smieci
fake: falszyw:y zart
test: testow:y
duplicate: duplikat duplikaty zduplikowan:y podwojn:y powtorzone powtorn:y dubel zdublowan:y
number: numer numeru telefon telefonu nr
exist: istnieje
inactive: wylaczon:y nieaktywn:y
geo: kraj region
language: jezyk jezyka polsku
speak: mowi rozumie
data: dane danych
elsewhere: gdzie_indziej w_innym_miejscu u_konkurencji inna_firma w_innym_sklepie innej_firmie w_innej_firmie
ordered: zamawial zamawiala zamowil zamowila kupil kupila
expensive: drogo drogi droga drogie za_drogo wysoka_cena
money: pieniedzy srodkow pieniadze
mind: rozmyslil_sie rozmyslila_sie zmienil_zdanie zmienila_zdanie rozmyslil
interest: zainteresowan:y zainteresowania zainteresowanie
notinterested: nie_chce nie_potrzebuje brak_zainteresowania niezainteresowan:y
fraud: oszustwo oszust wyludzenie
suspicion: podejrzenie
blacklist: czarna_lista
consult: konsultacja
timer: wygaslo wygasl przeterminowan:y wygasle
goods: produkt paczka przesylka towar
confirm: potwierdzon:y potwierdzono
confirming: potwierdzenie potwierdzenia potwierdzic potwierdzanie
approve: zatwierdzon:y zatwierdzono
approving: zatwierdzenie zatwierdzenia zatwierdzic
accept: zaakceptowan:y zaakceptowano przyjet:y przyjeto akceptowan:y
accepting: akceptacja akceptacji przyjecie
success: sprzedan:y sprzedano
pack: pakowanie spakowan:y zapakowan:y przygotowanie w_przygotowaniu przygotowywane kompletowanie
pack: przygotowywanie w_trakcie_przygotowania przygotowanie_w_toku kompletacja skompletowan:y pakowane
pack: przygotowane
ready: gotow:y gotowe
shipping: wysylki wysylka wyslania wysylke
handover: przekazan:y przekazano
sent: wyslan:y wyslano nadan:y nadano przekazano_kurierowi przekazane_kurierowi
transit: w_drodze w_transporcie w_doreczeniu transporcie dostarczane w_trakcie_dostawy w_dostawie
delivered: dostarczon:y dostarczono doreczon:y doreczono w_punkcie_odbioru oczekuje_na_odbior gotowe_do_odbioru
receive: odbioru
received: odebran:y otrzyman:y
paid: oplacon:y oplacono zaplacon:y zaplacono platnosc_zaakceptowana platnosc_otrzymana platnosc_przyjeta
payment: platnosc platnosci przelew wplata wplaty wplate przelewu czekiem czek bankowym
complete: zakonczon:y zrealizowan:y zrealizowano
return: zwrot zwrocon:y zwrocono zwroty zwracan:y
refund: zwrot_pieniedzy zwrot_srodkow refundacja
undelivered: niedostarczon:y nieodebran:y niepodjeta nie_odebrano_przesylki
sender: nadawcy nadawca
deleted: usuniet:y usunieto skasowan:y
delivery: dostawa dostawy doreczenie doreczenia
recipient: odbiorca odbiorce
other: inny inna inne
`;
