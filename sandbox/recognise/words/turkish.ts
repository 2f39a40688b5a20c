/** The negation sits inside the verb (`onaylandı`, `onaylanmadı`), so every form is written out. */
export const turkish = `
neg: degil yok hayir
of: cok bir ve veya ile icin tarafindan zaten daha musteri musterinin musteri_tarafindan siparis siparisi
of: siparisiniz lead durum durumu sistem operator olarak basariyla oldu alici bu da de
modal: olabilir belki muhtemel mumkun kismen kismi gerekli gerekiyor istiyor talep eger yakinda edilecek olacak
time: yarin bugun gun saat hafta aksam sabah
later: sonra ertelendi daha_sonra
again: tekrar yeniden
new: yeni
registered: kayitli kaydoldu
process: islemde isleniyor isleme isleme_alindi islem calisiliyor inceleniyor incelemede gorusuluyor
process: degerlendiriliyor devam_ediyor dusunuyor dusunecek atandi kontrol_ediliyor surecte islem_yapiliyor
process: kararsiz
wait: bekliyor bekleniyor beklemede bekleyen bekleme bekletiliyor
hold: askida donduruldu
callback: tekrar_ara tekrar_aranacak geri_arama geri_ara geri_aranacak sonra_ara daha_sonra_ara aranacak
callback: tekrar_arama sonra_aranacak geri_donus yeniden_ara tekrar_arayin yeniden_aranacak
call: arama
busy: mesgul hat_mesgul
voicemail: telesekreter sesli_mesaj sesli_posta
noanswer: cevapsiz yanitsiz acmiyor acmadi telefonu_acmiyor telefonu_kapatti telefon_acilmadi cevapsiz_arama
noanswer: cevaplamiyor cevaplamadi yuzume_kapatti ulasilamadi ulasilamiyor ulasilmiyor ulasilmadi telefon_kapali
noanswer: telefonu_kapali
answer: cevap yanit cevapladi cevap_verdi cevap_vermiyor! cevap_vermedi! yanit_vermiyor! yanit_vermedi!
answer: cevap_alinamadi! cevap_verilmedi!
contact: iletisim
reach: ulasildi
cancel: iptal iptal_edildi iptal_etti reddedildi reddetti red ret rededildi geri_cevrildi iptal_oldu
cancel: kabul_etmedi kabul_edilmedi reddedilmis ret_edildi red_edildi
invalid: gecersiz
wrong: yanlis hatali kullanilmayan
trash: cop
fake: sahte asilsiz saka
test: deneme
duplicate: mukerrer cift tekrarlanan cift_kayit yinelenen kopya cift_siparis tekrarli tekrar_eden
number: numara numarasi telefon telefon_numarasi
inactive: kullanim_disi
geo: ulke bolge
language: dil turkce dili
speak: konusuyor konusmuyor! bilmiyor! anlamiyor!
data: bilgi bilgiler veri
elsewhere: baska_yerden baska_yerde baska_firma baska_yer baska_firmadan baska_siteden
ordered: siparis_verdi siparis_vermedi! siparis_vermemis! satin_aldi siparis_etmedi!
expensive: pahali fiyat_yuksek cok_pahali pahali_buldu fiyati_yuksek
money: para parasi bakiye
lacking: yetersiz
mind: vazgecti fikrini_degistirdi vazgecmis caydi fikir_degistirdi
interest: ilgileniyor ilgilenmiyor! ilgilenmedi! ilgili ilgi
want: istemiyor! istemedi!
notinterested: ilgisiz
need: ihtiyaci ihtiyac
fraud: dolandirici dolandiricilik sahtekar sahtekarlik
suspicion: suphesi supheli
blacklist: kara_liste
consult: danisma bilgi_aldi
timer: suresi_doldu zaman_asimi suresi_gecti
goods: urun kargo_paketi paket
confirm: onaylandi onayli onaylanmis onaylanan onay_verildi onay_alindi onaylanmadi! onaysiz! onaylanmamis!
confirm: onaylanmayan! onay_verdi onay_vermedi! onay_verilmedi! onay_alinmadi! teyit_edildi teyitli
confirm: teyit_edilmedi! teyitsiz!
confirming: onay onaylaniyor onaylama onaylanacak onayla teyit onaylamak onayda
accept: kabul_edildi kabul_etti
accepting: kabul kabul_ediliyor
success: satildi satis
pack: paketlendi paketleniyor hazirlaniyor hazirlandi paketleme hazirlik_asamasinda siparis_hazirlaniyor
pack: hazirlanma
ready: hazir
shipping: sevkiyat gonderim sevkiyata kargoya_hazir
send: gonderiliyor gonderime_hazir kargoya_hazirlaniyor gonderilecek sevk_ediliyor
sent: gonderildi kargoya_verildi kargolandi sevk_edildi yola_cikti gonderilmis gonderilmedi! kargolanmadi!
sent: kargoya_verilmedi! kargoya_teslim_edildi
transit: kargoda yolda dagitimda dagitima_cikti tasiniyor transfer_surecinde teslimatta
delivered: teslim_edildi teslim_alindi subede teslim_edilmis teslim_edilmedi! teslim_edilemedi! teslim_alinmadi!
delivered: teslim_alinamadi!
paid: odendi odenmis odeme_alindi odeme_yapildi odeme_kabul_edildi tahsil_edildi odeme_onaylandi
paid: odeme_tamamlandi odenmedi! odenmemis! odeme_yapilmadi! odeme_alinmadi! odenmeyen! para_alindi
paid: tahsil_edilmedi!
payment: odeme havale banka_havalesi odemesi eft cek banka
complete: tamamlandi tamamlanmis tamamlanmadi!
return: iade iade_edildi iade_alindi iade_oldu geri_dondu iade_geldi geri_gonderildi
refund: geri_odeme para_iadesi ucret_iadesi geri_odendi
undelivered: teslim_almadi kargoyu_almadi
sender: gonderici gondericiye
deleted: silindi silinmis
delivery: teslimat
other: baska diger
`;
