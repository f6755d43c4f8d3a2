import QtQuick
import "../theme"

// A certificate's two names, one below the other. The price stands beside the Japanese one: that is always the short one.
Item {
    id: names
    property string name: ""
    property string official: ""
    property string price: ""
    property bool japaneseFirst: true
    property real nameEm: 8
    property real priceEm: 8.5
    property color ink: Theme.ink
    readonly property real besidePrice: cost.visible ? width - cost.width - Theme.mm(3) : width
    implicitHeight: second.y + second.height
    height: implicitHeight

    OneLine {
        id: first
        words: names.name
        em: names.nameEm
        font.bold: true
        color: names.ink
        width: names.japaneseFirst ? names.besidePrice : names.width
        Accessible.ignored: true
    }
    OneLine {
        id: second
        words: names.official
        em: Theme.small
        color: Theme.inkSoft
        width: names.japaneseFirst ? names.width : names.besidePrice
        anchors.top: first.bottom
        Accessible.ignored: true
    }
    OneLine {
        id: cost
        words: names.price
        em: names.priceEm
        font.bold: true
        anchors.right: parent.right
        anchors.verticalCenter: names.japaneseFirst ? first.verticalCenter : second.verticalCenter
        Accessible.ignored: true
    }
}
