import QtQuick
import Komado
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.certificate

    Row {
        id: counter
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.mm(14)
        spacing: Theme.mm(12)

        SignButton {
            objectName: "copies-minus"
            sign: "−"
            text: page.view.fewer
            possible: Kiosk.copies > 1
            onClicked: Kiosk.fewerCopies()
        }
        Rectangle {
            width: Theme.mm(90)
            height: Theme.mm(54)
            radius: Theme.mm(5)
            color: Theme.surface
            border.width: Theme.mm(0.8)
            border.color: Theme.primary
            OneLine {
                anchors.centerIn: parent
                words: page.view.counts[Kiosk.copies - 1]
                em: 20
                font.bold: true
                width: parent.width - Theme.mm(8)
                horizontalAlignment: Text.AlignHCenter
            }
        }
        SignButton {
            objectName: "copies-plus"
            sign: "+"
            text: page.view.more
            possible: Kiosk.copies < page.view.mostCopies
            onClicked: Kiosk.moreCopies()
        }
    }
    Row {
        anchors.top: counter.bottom
        anchors.topMargin: Theme.mm(9)
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.mm(10)
        OneLine {
            words: page.view.fee
            em: 8
            color: Theme.inkSoft
            anchors.verticalCenter: parent.verticalCenter
        }
        OneLine {
            words: page.view.totals[Kiosk.copies - 1]
            em: 14
            font.bold: true
            color: Theme.primary
            anchors.verticalCenter: parent.verticalCenter
        }
        OneLine {
            words: page.view.most
            em: Theme.small
            color: Theme.inkSoft
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
