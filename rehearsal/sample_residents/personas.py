"""Who is played in demonstrations and drills."""

from __future__ import annotations

from rehearsal.sample_residents.people import Persona

PERSONAS = (
    Persona("yoshida", "𠮷田　髙子", "世帯主、四人家族。印鑑登録あり。名前に𠮷と髙。"),
    Persona("kikuchi", "菊池　德治", "七人の世帯。住民票は二枚になる。"),
    Persona("watanabe", "渡邉\U000e0110　誠", "ひとり暮らし。邉は異体字。"),
    Persona("santos", "SANTOS MARIA APARECIDA", "ブラジル国籍、通称は佐藤　マリア。子と二人。"),
    Persona("nguyen", "NGUYEN VAN ANH", "ベトナム国籍。印鑑登録なし。"),
    Persona("kim", "金　光子", "特別永住者。在留資格の欄はない。"),
    Persona("yamazaki", "山﨑　葛\U000e0102子", "印鑑登録なし。夫は外国籍で名前が長い。"),
    Persona("longest", "勘解由小路　寿限無寿限無五劫乃擦切之介", "名前も住所もとても長い。"),
    Persona("yoshida-sakutaro", "𠮷田　朔太郎", "十五歳未満。窓口へ。"),
    Persona("saito", "齋藤　守", "機械では発行しない人。窓口へ。"),
    Persona("takahashi", "髙橋　移", "妻の転出届が出ている世帯。窓口へ。"),
    Persona("chiba-nokori", "千葉　残", "世帯主が亡くなったばかり。窓口へ。"),
    Persona("obara", "小原　廃", "印鑑登録を廃止した。印鑑登録証明書は出ない。"),
    Persona("no-glyph", "齋\U000e01ef木　字", "字形のない文字が名前にある。発行できない。"),
    Persona("ito-atarashi", "伊藤　新", "カードを今日受け取った。使えるのは明日から。"),
    Persona("kuji", "久慈　外", "名前の外字を登録している。窓口へ。"),
    Persona("chida", "千田　改", "戸籍の届出を出したばかり。戸籍だけ出ない。"),
    Persona("mori", "盛　遠", "本籍はほかの市。戸籍はこの市では出ない。"),
    Persona("asanuma", "浅沼　未", "税の申告をしていない。課税証明書は出ない。"),
    Persona("kumagai", "熊谷　零", "非課税の人。課税証明書は零円と書かれる。"),
    Persona("sugawara", "菅原　別", "同じ戸籍の妻が保護されている。戸籍だけ出ない。"),
    Persona("sasaki-elsewhere", "佐々木　遥", "住まいは盛岡市、本籍は花巻市。利用登録をしてから戸籍が取れる。"),
)
"""The card holders of demonstrations: key, name, one line of story."""
