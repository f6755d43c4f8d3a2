import QtQuick
import "../theme"

// A coin that is accepted; one that is not (now) is struck through.
Rectangle {
    id: chip
    required property var coin
    width: Theme.mm(19)
    height: width
    radius: width / 2
    color: !coin.usable ? Theme.page : coin.label === "10" ? Theme.coinCopper : coin.label === "500" ? Theme.coinGold : Theme.coinSilver
    border.width: Theme.mm(0.7)
    border.color: coin.usable ? Theme.metalDeep : Theme.border
    Accessible.role: Accessible.StaticText
    Accessible.name: coin.spoken
    OneLine {
        anchors.centerIn: parent
        words: chip.coin.label
        em: 6.6
        font.bold: true
        color: chip.coin.usable ? Theme.ink : Theme.inkSoft
        Accessible.ignored: true
    }
    Rectangle {
        anchors.centerIn: parent
        visible: !chip.coin.usable
        width: parent.width * 0.95
        height: Theme.mm(1)
        rotation: -45
        color: Theme.alert
    }
}
